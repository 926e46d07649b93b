using Hotline.Agent.Blazor.Language;

namespace Hotline.Agent.Blazor.Design;

/// <summary>A row of a tree that can be seen.</summary>
/// <param name="Level">From 1.</param>
/// <param name="Expanded">Null for a leaf.</param>
internal sealed record TreeRow(TreeChoice Choice, int Level, bool? Expanded);

/// <summary>Which rows of a tree can be seen. Pure.</summary>
internal static class TreeRows
{
    /// <param name="expanded">Values of the branches that stand open; a search opens what leads to a find.</param>
    internal static IEnumerable<TreeRow> Of(IReadOnlyList<TreeChoice> tree, IReadOnlySet<string> expanded, string text, int level = 1)
    {
        foreach (var choice in tree)
        {
            if (!Holds(choice, text)) continue;
            var searched = text.Length > 0 && choice.Children.Any(c => Holds(c, text));
            bool? open = choice.Children.Count == 0 ? null : searched || expanded.Contains(choice.Value);
            yield return new(choice, level, open);
            if (open != true) continue;
            foreach (var row in Of(choice.Children, expanded, searched ? text : "", level + 1)) yield return row;
        }
    }

    /// <summary>The labels from the top down to a value; empty where the tree does not hold it.</summary>
    internal static IReadOnlyList<TreeChoice> PathTo(IReadOnlyList<TreeChoice> tree, string value)
    {
        foreach (var choice in tree)
        {
            if (choice.Value == value) return [choice];
            if (PathTo(choice.Children, value) is { Count: > 0 } below) return [choice, .. below];
        }

        return [];
    }

    private static bool Holds(TreeChoice choice, string text) =>
        text.Length == 0 || SearchText.Has(choice.Label, text) || choice.Value.Contains(text, StringComparison.OrdinalIgnoreCase)
        || choice.Children.Any(c => Holds(c, text));
}
