namespace Hotline.Agent.Blazor.Citizens.Guide;

/// <summary>The words of help, of being called back and of what the hotline is for.</summary>
public sealed class GuideText;
