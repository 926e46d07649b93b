namespace Hotline.Agent.Blazor.Phrases;

/// <summary>The words of this room.</summary>
public sealed class PhraseText;
