namespace Hotline.Agent.Blazor.Design;

/// <summary>The components' own words, and those of their page.</summary>
public sealed class DesignText;
