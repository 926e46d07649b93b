namespace Hotline.Agent.Blazor.Casework;

/// <summary>The words of the lists and of the ticket page.</summary>
public sealed class CaseText;
