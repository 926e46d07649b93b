namespace Hotline.Agent.Blazor.Reports;

/// <summary>The words of reports, on the page and in Excel.</summary>
public sealed class ReportText;
