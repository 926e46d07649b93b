using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hotline.Journeys;

/// <summary>Somebody at the HTTP API, with cookies of their own.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>The password of every account of the sample city.</summary>
    internal const string Password = "hotline-12345";

    private readonly HttpClient _http;

    /// <param name="cookies">Of somebody who is signed in; its own where null.</param>
    internal ApiClient(Uri address, CookieContainer? cookies = null)
    {
        Cookies = cookies ?? new();
        _http = new(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri(address, "/api/v1/") };
    }

    internal CookieContainer Cookies { get; }

    internal async Task SignInAsync(string account)
    {
        var (status, body) = await PostAsync("session", new { account, password = Password });
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NoContent)) throw new InvalidOperationException($"Sign-in of {account}: {status} {body}");
    }

    internal async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return (answer.StatusCode, await JsonOf(answer));
    }

    /// <summary>The body word for word, however wrong.</summary>
    internal async Task<(HttpStatusCode Status, JsonNode? Body)> PostTextAsync(string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, await JsonOf(answer));
    }

    internal async Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await JsonOf(answer));
    }

    internal async Task<HttpStatusCode> DeleteAsync(string path)
    {
        using var answer = await _http.DeleteAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    internal async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, await JsonOf(answer));
    }

    internal Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => _http.Dispose();

    private static async Task<JsonNode?> JsonOf(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null;
    }
}
