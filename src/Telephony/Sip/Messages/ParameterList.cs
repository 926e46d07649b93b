namespace Hotline.Telephony.Sip.Messages;

/// <summary>*( SEMI name [ EQUAL value ] ) with white space wherever RFC 3261 section 25.1 allows it.</summary>
internal static class ParameterList
{
    private static readonly System.Buffers.SearchValues<char> Token = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~");

    private static readonly System.Buffers.SearchValues<char> ValueEnd = System.Buffers.SearchValues.Create(";, \t?>");

    internal static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(Token);

    /// <summary>Takes the next parameter off the front. False at the end and where the grammar is broken: then something is left.</summary>
    internal static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value, out bool hasValue)
    {
        name = value = default;
        hasValue = false;
        var text = rest.TrimStart();
        if (text.IsEmpty || text[0] != ';')
        {
            rest = text;
            return false;
        }

        text = text[1..].TrimStart();
        var length = text.IndexOfAnyExcept(Token);
        if (length < 0) length = text.Length;
        // A URI's parameters may hold further characters ([]/:&$); what ends one is the same everywhere
        while (length < text.Length && text[length] is '[' or ']' or '/' or ':' or '&' or '$' or '(' or ')')
            length = length + 1 < text.Length && text[(length + 1)..].IndexOfAnyExcept(Token) is >= 0 and var more ? length + 1 + more : text.Length;
        if (length == 0) return false;

        name = text[..length];
        text = text[length..].TrimStart();
        if (!text.IsEmpty && text[0] == '=')
        {
            hasValue = true;
            text = text[1..].TrimStart();
            var end = ValueLength(text);
            if (end <= 0) return false;
            value = text[..end];
            text = text[end..];
        }

        rest = text;
        return true;
    }

    /// <summary>Null where it is absent, empty where it has no value; without the quotes of a quoted value.</summary>
    internal static string? Find(ReadOnlySpan<char> parameters, ReadOnlySpan<char> wanted)
    {
        while (TryTake(ref parameters, out var name, out var value, out _))
            if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return value.Trim('"').ToString();
        return null;
    }

    /// <summary>The whole text is parameters, and each is well formed.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> parameters)
    {
        while (TryTake(ref parameters, out _, out _, out _)) { }
        return parameters.TrimStart().IsEmpty;
    }

    /// <summary>Where the quoted string that begins here ends, its closing quote included; -1 when it does not.</summary>
    internal static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i + 1;
        }

        return -1;
    }

    private static int ValueLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return -1;
        if (text[0] == '"') return QuotedLength(text);

        var end = text.IndexOfAny(ValueEnd);
        return end < 0 ? text.Length : end;
    }
}
