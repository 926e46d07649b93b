namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>The words of lists, their views and their bulk deeds.</summary>
public sealed class ListText;
