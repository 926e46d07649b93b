namespace Hotline.Agent.Blazor.Casework.Watching;

/// <summary>The words of the supervision and follow-up desks, of disputes and of exclusions.</summary>
public sealed class WatchText;
