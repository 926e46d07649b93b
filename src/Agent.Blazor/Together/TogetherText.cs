namespace Hotline.Agent.Blazor.Together;

/// <summary>The words of this room, in TogetherText.resx and TogetherText.en.resx.</summary>
public sealed class TogetherText;
