using System.Globalization;

namespace Hotline.Agent.Blazor.CommandLine;

/// <summary>The words behind a command: plain ones in order, and --key=value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">An option that is not in <paramref name="known"/>.</exception>
    internal Options(IEnumerable<string> words, params string[] known)
    {
        foreach (var word in words)
        {
            if (!word.StartsWith("--", StringComparison.Ordinal)) Plain.Add(word);
            else if (word[2..].Split('=', 2) is var parts && known.Contains(parts[0])) _named[parts[0]] = parts.Length == 2 ? parts[1] : "";
            else throw new UsageException($"unknown option {word}; there are: {string.Join(' ', known.Select(k => "--" + k))}");
        }
    }

    internal List<string> Plain { get; } = [];

    internal string? this[string name] => _named.GetValueOrDefault(name);

    internal bool Has(string name) => _named.ContainsKey(name);

    /// <exception cref="UsageException">Not a port number.</exception>
    internal int? Port(string name) => this[name] switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 => port,
        var text => throw new UsageException($"--{name}={text} is not a port: give a number from 1 to 65535"),
    };
}

/// <summary>The command line is wrong; the message says how to mend it.</summary>
internal sealed class UsageException(string message) : Exception(message);
