namespace Hotline.Agent.Blazor.Desk;

/// <summary>The words of the desk; DeskText.resx is Chinese, DeskText.en.resx English.</summary>
public sealed class DeskText;
