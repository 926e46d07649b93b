namespace Hotline.Agent.Blazor.Citizens;

/// <summary>The words of the citizens' pages.</summary>
public sealed class CitizenText;
