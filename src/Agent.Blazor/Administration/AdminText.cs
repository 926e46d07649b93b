namespace Hotline.Agent.Blazor.Administration;

/// <summary>The words that all pages of administration share: menu, columns, import and export.</summary>
public sealed class AdminText;
