namespace Hotline.Agent.Blazor.Citizens.Tracking;

/// <summary>评价 as it was chosen.</summary>
public sealed record RatingForm
{
    public bool? Solved { get; init; }
    public string? Satisfaction { get; init; }
    public string? Comment { get; init; }
}
