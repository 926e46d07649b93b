namespace Hotline.Agent.Blazor.Partners;

/// <summary>The words of 两线联动.</summary>
public sealed class PartnersText;
