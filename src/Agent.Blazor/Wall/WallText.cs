namespace Hotline.Agent.Blazor.Wall;

/// <summary>The words of the wallboard.</summary>
public sealed class WallText;
