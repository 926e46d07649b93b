namespace Hotline.Agent.Blazor.Knowledge;

/// <summary>The words of the knowledge pages.</summary>
public sealed class KnowledgeText;
