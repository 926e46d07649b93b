namespace Hotline.Agent.Blazor.Rota;

/// <summary>The words of the rota.</summary>
public sealed class RotaText;
