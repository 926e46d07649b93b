namespace Hotline.Agent.Blazor.Quality;

/// <summary>The words of this room.</summary>
public sealed class QualityText;
