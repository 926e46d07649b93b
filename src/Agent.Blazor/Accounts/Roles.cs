namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The roles as they stand in the table, in cookies and in policies.</summary>
internal static class Roles
{
    /// <summary>话务员</summary>
    internal const string Agent = "agent";
    /// <summary>派单员</summary>
    internal const string Dispatcher = "dispatcher";
    /// <summary>承办员</summary>
    internal const string Department = "department";
    /// <summary>承办负责人</summary>
    internal const string DepartmentLead = "department-lead";
    /// <summary>质检员</summary>
    internal const string Inspector = "inspector";
    /// <summary>知识库管理员</summary>
    internal const string KnowledgeEditor = "knowledge-editor";
    /// <summary>审计员</summary>
    internal const string Auditor = "auditor";
    /// <summary>审核员</summary>
    internal const string Reviewer = "reviewer";
    /// <summary>回访员</summary>
    internal const string FollowUp = "follow-up";
    /// <summary>值班长·督办员</summary>
    internal const string Supervisor = "supervisor";
    /// <summary>系统管理员</summary>
    internal const string Administrator = "administrator";

    internal static IReadOnlyList<string> All { get; } =
        [Agent, Dispatcher, Department, DepartmentLead, Reviewer, FollowUp, Supervisor, Inspector, KnowledgeEditor, Auditor, Administrator];

    /// <summary>Where each role's work begins.</summary>
    internal static string StartPage(string? role) => role switch
    {
        Agent => "/desk",
        Dispatcher => "/dispatching",
        Department or DepartmentLead => "/inbox",
        Reviewer => "/reviewing",
        FollowUp => "/following-up",
        Supervisor => "/supervising",
        Administrator => "/administration",
        Inspector or KnowledgeEditor or Auditor => "/tickets",
        _ => "/",
    };
}
