namespace Hotline.Agent.Blazor.Citizens.Privacy;

/// <summary>The words of the page of one's own data.</summary>
public sealed class OwnDataText;
