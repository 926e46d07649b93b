namespace Hotline.Agent.Blazor.Citizens.Published;

/// <summary>The words of published answers.</summary>
public sealed class OpenText;
