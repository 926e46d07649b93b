using Hotline.Agent.Blazor.Accounts;

namespace Hotline.Agent.Blazor.Layout;

/// <summary>What stands in the menu of each role; the words are keys of Text.resx.</summary>
internal static class StaffMenu
{
    internal static IReadOnlyList<(string Href, string Word)> For(string? role) => role switch
    {
        Roles.Agent => [("/desk", "menu.desk"), ("/tickets", "menu.tickets"), ("/calls", "menu.calls"), ("/quality", "menu.quality"), ("/rota/mine", "menu.rota.mine"), ("/knowledge", "menu.knowledge"), ("/partners", "menu.partners")],
        Roles.Dispatcher => [("/dispatching", "menu.dispatching"), ("/partners", "menu.partners"), ("/disputes", "menu.disputes"), ("/tickets", "menu.tickets")],
        Roles.Department => [("/inbox", "menu.inbox"), ("/figures", "menu.figures"), ("/tickets", "menu.tickets"), ("/knowledge", "menu.knowledge")],
        Roles.DepartmentLead => [("/inbox", "menu.inbox"), ("/approvals", "menu.approvals"), ("/figures", "menu.figures"), ("/tickets", "menu.tickets"), ("/knowledge", "menu.knowledge")],
        Roles.Reviewer => [("/reviewing", "menu.reviewing"), ("/publishing", "menu.publishing"), ("/tickets", "menu.tickets"), ("/knowledge", "menu.knowledge")],
        Roles.FollowUp => [("/following-up", "menu.following-up"), ("/tickets", "menu.tickets")],
        Roles.Supervisor => [("/supervising", "menu.supervising"), ("/supervising/calls", "menu.live"), ("/wallboard", "menu.wall"), ("/figures", "menu.figures"), ("/reports", "menu.reports"), ("/rota", "menu.rota"), ("/supervision", "menu.supervision"), ("/dispatching", "menu.dispatching"), ("/disputes", "menu.disputes"), ("/partners", "menu.partners"), ("/reviewing", "menu.reviewing"), ("/following-up", "menu.following-up"), ("/exclusions", "menu.exclusions"), ("/phrases", "menu.phrases"), ("/tickets", "menu.tickets"), ("/calls", "menu.calls"), ("/quality", "menu.quality")],
        Roles.Administrator => [("/administration", "menu.administration"), ("/supervising", "menu.supervising"), ("/figures", "menu.figures"), ("/reports", "menu.reports"), ("/tickets", "menu.tickets"), ("/design", "menu.design")],
        Roles.Inspector => [("/figures", "menu.figures"), ("/reports", "menu.reports"), ("/supervision", "menu.supervision"), ("/exclusions", "menu.exclusions"), ("/tickets", "menu.tickets"), ("/calls", "menu.calls"), ("/quality", "menu.quality"), ("/administration/audit", "menu.audit")],
        Roles.KnowledgeEditor => [("/knowledge", "menu.knowledge"), ("/publishing", "menu.publishing"), ("/tickets", "menu.tickets")],
        Roles.Auditor => [("/tickets", "menu.tickets"), ("/figures", "menu.figures"), ("/reports", "menu.reports"), ("/administration/audit", "menu.audit"), ("/knowledge", "menu.knowledge")],
        _ => [],
    };
}
