namespace Hotline.Agent.Blazor.Design;

/// <summary>What a table is sorted by.</summary>
/// <param name="By">The column's key.</param>
/// <param name="Down">The other way round than the column usually is.</param>
public sealed record Sort(string By, bool Down);
