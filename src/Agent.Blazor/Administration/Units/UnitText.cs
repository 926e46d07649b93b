namespace Hotline.Agent.Blazor.Administration.Units;

/// <summary>The words of the pages of units, rosters, map and roles.</summary>
public sealed class UnitText;
