using System.Runtime.InteropServices;

namespace Hotline.Search.BuiltIn;

/// <summary>
/// Cuts a text into what the index knows: every two neighbouring Chinese characters, every word of letters and digits, and such
/// a word with the character after it (18号). A token is a number: two characters as they are, anything else hashed with the top bit set.
/// </summary>
internal static class Tokens
{
    private const ulong Hashed = 1ul << 63;

    /// <param name="counts">Receives how often each token occurs.</param>
    /// <param name="spelled">Receives the token as people write it, when wanted.</param>
    internal static void Collect(ReadOnlySpan<char> text, Dictionary<ulong, int> counts, Dictionary<ulong, string>? spelled = null)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (IsWord(text[at]))
            {
                var start = at;
                while (at + 1 < text.Length && IsWord(text[at + 1])) at++;
                Count(Hash(text[start..(at + 1)]), text[start..(at + 1)]);
                if (at + 1 < text.Length && IsHan(text[at + 1])) Count(Hash(text[start..(at + 2)]), text[start..(at + 2)]);
            }
            else if (at + 1 < text.Length && IsHan(text[at]) && IsHan(text[at + 1]))
            {
                Count(((ulong)text[at] << 16) | text[at + 1], text[at..(at + 2)]);
            }
        }

        void Count(ulong token, ReadOnlySpan<char> word)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
            spelled?.TryAdd(token, word.ToString());
        }
    }

    /// <summary>FNV-1a over the folded characters.</summary>
    internal static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037ul;
        foreach (var c in word) hash = (hash ^ Fold(c)) * 1099511628211ul;
        return hash | Hashed;
    }

    internal static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff' or >= '\u3400' and <= '\u4dbf' or '〇';

    internal static bool IsWord(char c) => char.IsAsciiLetterOrDigit(Fold(c));

    /// <summary>Full-width to half-width, capital to small.</summary>
    private static char Fold(char c) => char.ToLowerInvariant(c is >= '！' and <= '～' ? (char)(c - 0xfee0) : c);
}
