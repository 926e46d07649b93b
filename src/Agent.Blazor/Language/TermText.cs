namespace Hotline.Agent.Blazor.Language;

/// <summary>The English words of the field's terms; the Chinese ones stand with the terms themselves.</summary>
public sealed class TermText;
