namespace Hotline.Agent.Blazor.Knowledge;

/// <summary>What a stretch of text is when two wordings are put beside each other.</summary>
public enum Change { Same, Gone, New }

/// <summary>A stretch of one kind.</summary>
public sealed record Stretch(Change Change, string Text);

/// <summary>版本比对: the difference of two wordings, sentence by sentence, and inside a changed sentence without what begins and ends alike. Pure.</summary>
public static class TextDifference
{
    private const int MostSentences = 2_000; // of both: their table has its square

    public static IReadOnlyList<Stretch> Between(string? old, string? @new)
    {
        var (a, b) = (Sentences(old), Sentences(@new));
        if (a.Count > MostSentences || b.Count > MostSentences) return old == @new ? [new(Change.Same, old ?? "")] : [new(Change.Gone, old ?? ""), new(Change.New, @new ?? "")];
        return Narrowed(Merged(Walk(a, b, Lengths(a, b))));
    }

    private static List<string> Sentences(string? text)
    {
        var (found, from) = (new List<string>(), 0);
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            if (text![i] is not ('。' or '；' or '！' or '？' or '\n' or ';')) continue;
            found.Add(text[from..(i + 1)]);
            from = i + 1;
        }

        if (from < (text?.Length ?? 0)) found.Add(text![from..]);
        return found;
    }

    /// <summary>Length of the longest common subsequence of what follows each pair of places.</summary>
    private static int[,] Lengths(List<string> a, List<string> b)
    {
        var lengths = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--) lengths[i, j] = a[i] == b[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }

    private static IEnumerable<Stretch> Walk(List<string> a, List<string> b, int[,] lengths)
    {
        var (i, j) = (0, 0);
        while (i < a.Count || j < b.Count)
        {
            if (i < a.Count && j < b.Count && a[i] == b[j])
            {
                yield return new(Change.Same, a[i++]);
                j++;
            }
            else if (j == b.Count || (i < a.Count && lengths[i + 1, j] >= lengths[i, j + 1])) yield return new(Change.Gone, a[i++]);
            else yield return new(Change.New, b[j++]);
        }
    }

    /// <summary>Neighbours of one kind become one; of a changed place first what is gone, then what is new.</summary>
    private static List<Stretch> Merged(IEnumerable<Stretch> parts)
    {
        var (merged, gone, added) = (new List<Stretch>(), "", "");
        foreach (var part in parts)
        {
            if (part.Change == Change.Gone) gone += part.Text;
            else if (part.Change == Change.New) added += part.Text;
            else
            {
                Flush();
                if (merged is [.., { Change: Change.Same } last]) merged[^1] = last with { Text = last.Text + part.Text };
                else merged.Add(part);
            }
        }

        Flush();
        return merged;

        void Flush()
        {
            if (gone.Length > 0) merged.Add(new(Change.Gone, gone));
            if (added.Length > 0) merged.Add(new(Change.New, added));
            (gone, added) = ("", "");
        }
    }

    private static IReadOnlyList<Stretch> Narrowed(List<Stretch> parts)
    {
        var narrowed = new List<Stretch>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Change == Change.Gone && i + 1 < parts.Count && parts[i + 1].Change == Change.New) narrowed.AddRange(Narrow(parts[i].Text, parts[++i].Text));
            else narrowed.Add(parts[i]);
        }

        return [.. narrowed.Where(p => p.Text.Length > 0)];
    }

    private static IEnumerable<Stretch> Narrow(string old, string @new)
    {
        var begin = 0;
        while (begin < Math.Min(old.Length, @new.Length) && old[begin] == @new[begin]) begin++;
        var end = 0;
        while (end < Math.Min(old.Length, @new.Length) - begin && old[^(end + 1)] == @new[^(end + 1)]) end++;
        return [new(Change.Same, old[..begin]), new(Change.Gone, old[begin..^end]), new(Change.New, @new[begin..^end]), new(Change.Same, old[^end..])];
    }
}
