namespace Hotline.Agent.Blazor.Figures;

/// <summary>The words of the pages of figures, of calls and of units.</summary>
public sealed class FigureText;
