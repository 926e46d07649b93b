using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>What a person is at the hotline (角色). The code of each is the text of the role claim.</summary>
[JsonConverter(typeof(KebabJson<Role>))]
public enum Role
{
    [Description("市民")] Citizen,
    [Description("话务员")] Agent,
    [Description("派单员")] Dispatcher,
    [Description("承办单位")] Department,
    [Description("承办负责人")] DepartmentLead,
    [Description("审核员")] Reviewer,
    [Description("回访员")] FollowUp,
    [Description("值班长")] Supervisor,
    [Description("质检员")] Inspector,
    [Description("知识库管理员")] KnowledgeEditor,
    [Description("审计员")] Auditor,
    [Description("管理员")] Administrator,
    [Description("系统")] System,
}

/// <summary>Who acts (操作人).</summary>
/// <param name="Id">The account, such as 1001.</param>
/// <param name="Department">Of a department's account, else null.</param>
public sealed record Actor(string Id, string Name, Role Role, DepartmentId? Department)
{
    /// <summary>A citizen on the web: never known by name to the ticket.</summary>
    public static Actor Citizen { get; } = new("citizen", "市民", Role.Citizen, null);

    /// <summary>The clocks.</summary>
    public static Actor System { get; } = new("system", "系统", Role.System, null);

    /// <summary>A clerk or the lead of a unit: acts only for it.</summary>
    [JsonIgnore]
    public bool IsOfUnit => Role is Role.Department or Role.DepartmentLead;
}
