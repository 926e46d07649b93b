using System.Globalization;
using System.Text.Json.Nodes;

namespace Hotline.Bench;

/// <summary>An answer to a command.</summary>
internal readonly record struct Told(int Status, string Body);

/// <summary>One ticket's life as its people send it over HTTP; what answers tell, later commands need.</summary>
/// <param name="post">Sends: account, address below /api/v1, body, content type.</param>
internal sealed class Life(Func<Deed, string, string, Told> post)
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Later = TimeSpan.FromDays(30);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static int _phone;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    internal string Number => _known["number"];

    /// <summary>查询码</summary>
    internal string Code => _known["code"];

    /// <exception cref="InvalidOperationException">It was not answered with success.</exception>
    internal void Do(Deed deed)
    {
        if (deed.Looks)
        {
            Look(deed);
            return;
        }

        var answer = post(deed, Filled(deed.Address), Filled(deed.Body));
        if (answer.Status is < 200 or > 299) throw new InvalidOperationException($"{deed.Address} was answered with {answer.Status}: {answer.Body}");
        if (deed.Keep.Length == 0) return;

        var told = JsonNode.Parse(answer.Body);
        foreach (var (name, path) in deed.Keep) _known[name] = At(told, path);
    }

    /// <summary>The feed brings what follows from a command a moment later.</summary>
    private void Look(Deed deed)
    {
        for (var waited = TimeSpan.Zero; ; waited += Between)
        {
            var answer = post(deed, Filled(deed.Address), "");
            if (answer.Status == 200 && JsonNode.Parse(answer.Body) is JsonArray { Count: > 0 } told)
            {
                foreach (var (name, path) in deed.Keep) _known[name] = At(told, path);
                return;
            }

            if (waited > Patience) throw new InvalidOperationException($"{deed.Address} told nothing: {answer.Status} {answer.Body}");
            Task.Delay(Between).GetAwaiter().GetResult();
        }
    }

    private string Filled(string text)
    {
        for (var from = text.IndexOf('%', StringComparison.Ordinal); from >= 0; from = text.IndexOf('%', from + 1))
        {
            var to = text.IndexOf('%', from + 1);
            if (to < 0) break;
            if (Value(text[(from + 1)..to]) is { } value) text = string.Concat(text.AsSpan(0, from), value, text.AsSpan(to + 1));
        }

        return text;
    }

    private string? Value(string name) => name switch
    {
        "now" => (TimeProvider.System.GetUtcNow() - Ago).ToString("O", CultureInfo.InvariantCulture),
        "later" => (TimeProvider.System.GetUtcNow() + Later).ToString("O", CultureInfo.InvariantCulture),
        "day" => (TimeProvider.System.GetUtcNow() + Later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "phone" => string.Create(CultureInfo.InvariantCulture, $"138{Interlocked.Increment(ref _phone):D8}"),
        _ => _known.GetValueOrDefault(name),
    };

    private static string At(JsonNode? told, string path)
    {
        if (path.EndsWith(".@", StringComparison.Ordinal)) return At(told, path[..^2]).Split('@')[0]; // the article of a version
        foreach (var part in path.Split('.')) told = int.TryParse(part, CultureInfo.InvariantCulture, out var i) ? told![i] : told![part];
        return told!.ToString();
    }
}
