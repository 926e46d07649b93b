using System.Diagnostics.CodeAnalysis;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Authentication;

/// <summary>The comma-separated fields of a challenge or of credentials of the scheme Digest (RFC 7616 sections 3.3 and 3.4).</summary>
internal sealed class DigestFields
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private DigestFields() { }

    /// <summary>Null where it is absent.</summary>
    internal string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>False: another scheme, or not well formed. A field given twice is an error too.</summary>
    internal static bool TryParse(string header, [NotNullWhen(true)] out DigestFields? fields)
    {
        fields = null;
        var text = header.AsSpan().TrimStart();
        if (!text.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase)) return false;

        var found = new DigestFields();
        text = text["Digest ".Length..];
        while (!(text = text.TrimStart(" \t,")).IsEmpty)
            if (!found.TryTake(ref text)) return false;
        fields = found;
        return true;
    }

    private bool TryTake(ref ReadOnlySpan<char> text)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0) return false;
        var name = text[..equals].Trim();
        text = text[(equals + 1)..].TrimStart();
        return ParameterList.IsToken(name) && TryTakeValue(ref text, out var value) && _fields.TryAdd(name.ToString(), value);
    }

    private static bool TryTakeValue(ref ReadOnlySpan<char> text, out string value)
    {
        value = "";
        var quoted = !text.IsEmpty && text[0] == '"';
        var length = quoted ? ParameterList.QuotedLength(text) : text.IndexOf(',');
        if (quoted && length < 0) return false;
        if (length < 0) length = text.Length;
        value = quoted ? Unquoted(text[1..(length - 1)]) : text[..length].Trim().ToString();
        text = text[length..];
        return true;
    }

    private static string Unquoted(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\')) return text.ToString();
        var result = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) i++;
            result.Append(text[i]);
        }

        return result.ToString();
    }
}
