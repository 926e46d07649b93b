namespace Hotline.Agent.Blazor.Citizens.Tracking;

/// <summary>The words of a citizen's own ticket.</summary>
public sealed class TrackText;
