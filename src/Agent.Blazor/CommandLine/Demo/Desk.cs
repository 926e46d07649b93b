using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>The HTTP API as one signed-in account uses it (or, without one, as a citizen does).</summary>
internal sealed class Desk : IDisposable
{
    private readonly HttpClientHandler _handler = new();
    private readonly HttpClient _http;

    private Desk(Uri web) => _http = new HttpClient(_handler) { BaseAddress = new Uri(web, "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };

    internal CookieContainer Cookies => _handler.CookieContainer;

    internal static Desk OfCitizen(Uri web) => new(web);

    /// <exception cref="UnexpectedAnswerException">The account cannot sign in.</exception>
    internal static async Task<Desk> SignInAsync(Uri web, string account, string password, CancellationToken ct)
    {
        var desk = new Desk(web);
        await desk.PostAsync("session", new { account, password }, ct);
        return desk;
    }

    internal async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), ct);
        return await ReadAsync(path, answer, ct);
    }

    internal async Task<byte[]> DownloadAsync(string path, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), ct);
        if (!answer.IsSuccessStatusCode) await ReadAsync(path, answer, ct);
        return await answer.Content.ReadAsByteArrayAsync(ct);
    }

    internal async Task<JsonElement> PostAsync(string path, object? body, CancellationToken ct)
    {
        using var answer = body is null
            ? await _http.PostAsync(new Uri(path, UriKind.Relative), null, ct)
            : await _http.PostAsJsonAsync(path, body, ct);
        return await ReadAsync(path, answer, ct);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(string path, HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new UnexpectedAnswerException($"{answer.RequestMessage?.Method} /api/v1/{path} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}

/// <summary>The running system did not do what the demo asked of it.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);
