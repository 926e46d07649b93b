namespace Hotline.Agent.Blazor.Design;

/// <summary>One of Tabs.</summary>
/// <param name="Key">Without blanks; it may stand in an address.</param>
/// <param name="Count">How much waits behind it.</param>
public sealed record Tab(string Key, string Label, long? Count = null);

/// <summary>What a Combobox offers.</summary>
/// <param name="Detail">Beside the label, such as a code; it is searched too.</param>
public sealed record Choice(string Value, string Label, string? Detail = null);

/// <summary>What a TreeSelect offers: a branch may be chosen as well as a leaf.</summary>
public sealed record TreeChoice(string Value, string Label, IReadOnlyList<TreeChoice> Children);
