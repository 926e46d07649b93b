namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>The words of the three steps of a report.</summary>
public sealed class ReportText;
