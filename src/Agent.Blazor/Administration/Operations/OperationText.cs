namespace Hotline.Agent.Blazor.Administration.Operations;

/// <summary>The words of the pages of lines, prompts, deliveries, notices and jobs.</summary>
public sealed class OperationText;
