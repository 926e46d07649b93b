namespace Hotline.Bench;

/// <summary>What each role opens: every page of its menu, each kind of list with its filters, orders and later pages.</summary>
internal static class StaffPages
{
    private static readonly string[] Tickets =
    [
        "/tickets", "/tickets?page=40", "/tickets?q=下水道", "/tickets?q=查无此事", "/tickets?q=20190", "/tickets?state=closed", "/tickets?state=in-handling&sort=due", "/tickets?state=closed&sort=-accepted",
        "/tickets?overdue=1", "/tickets?category=05", "/tickets?category=0501&state=closed", "/tickets?district=binhai&type=complaint", "/tickets?urgency=critical", "/tickets?from={year}&to={year}", "/tickets?sort=number",
        "/tickets?sort=-number", "/tickets?sort=risk", "/tickets?sort=-risk", "/tickets?sort=due", "/tickets?sort=-due", "/tickets?unit=water", "/tickets?unit=water&sort=due", "/tickets?unit=urban&state=closed&category=0501&page=5",
    ];

    private static readonly string[] Figures =
    [
        "/figures", "/figures/accepted", "/figures/on-time", "/figures/solved?by=district", "/figures/repeats?by=category", "/figures/first-call-resolution", "/figures/on-time?from={year}", "/figures/on-time/tickets?by=unit&value=urban&part=denominator",
        "/units/urban/figures", "/figures/calls", "/figures/months",
    ];

    private static readonly string[] Reports = ["/reports", "/reports/daily/{day}", "/reports/monthly/{day}"];

    private static readonly string[] Administration =
    [
        "/administration", "/administration/units", "/administration/roles", "/administration/rosters", "/administration/map", "/administration/profiles", "/administration/calendar", "/administration/catalogue", "/administration/letters",
        "/administration/integrity", "/administration/audit", "/administration/retention", "/administration/views", "/administration/deliveries", "/administration/jobs", "/administration/lines", "/administration/notices", "/administration/prompts", "/accounts",
    ];

    internal static readonly string[] Citizens =
        ["/", "/report", "/track", "/answers", "/answers?q=下水道", "/answers?page=20", "/answers/{answer}", "/help", "/help?q=施工许可", "/help/{article}", "/call-back", "/about"];

    internal static readonly string[] Tracking = ["/track", "/track/letter", "/track/data"];

    internal static string[] Of(string role) => role switch
    {
        "agent" => ["/desk", .. Tickets, "/tickets/{ticket}", "/calls", "/quality", "/rota/mine", .. Knowledge],
        "dispatcher" => ["/dispatching", "/dispatching?tab=return-requested", "/dispatching?q=下水道", "/dispatching?sort=-accepted", "/disputes", "/tickets/{ticket}", .. Tickets],
        "reviewer" => ["/reviewing", "/reviewing?tab=suspension-requested", "/publishing", "/tickets/{ticket}", "/knowledge/tasks", "/knowledge/recalls", "/knowledge/corrections"],
        "follow-up" => ["/following-up", "/tickets/{ticket}", "/tickets?state=awaiting-follow-up"],
        "supervisor" => ["/supervising", "/supervising/calls", "/wallboard", .. Figures, .. Reports, "/rota", "/supervision", "/supervision?tab=warnings", "/supervision?tab=urged", "/supervision?tab=promises", "/supervision?tab=redos", "/exclusions", "/phrases", "/calls", "/tickets/{ticket}"],
        "inspector" => [.. Figures, .. Reports, "/supervision", "/exclusions", "/calls", "/quality", "/administration/audit"],
        "knowledge-editor" => [.. Knowledge, "/knowledge?state=draft", "/knowledge/tasks", "/knowledge/recalls", "/knowledge/precedents", "/publishing"],
        "auditor" => [.. Reports, "/figures", "/administration/audit", "/administration/views", "/tickets?from={year}&to={year}"],
        "administrator" => [.. Administration, "/design"],
        "department" => ["/inbox", "/inbox/orders", "/tickets", "/tickets?state=closed", "/tickets?q=下水道", "/tickets?page=40", "/knowledge"],
        "department-lead" => ["/inbox", "/approvals", "/inbox/sections", "/inbox/orders", "/figures", "/figures/on-time", "/units/urban/figures", "/tickets/{ticket}", "/tickets/{ticket}/reply", "/tickets?sort=due"],
        _ => [],
    };

    private static readonly string[] Knowledge = ["/knowledge", "/knowledge/{article}"];
}
