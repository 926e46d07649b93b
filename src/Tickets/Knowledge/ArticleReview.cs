using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Knowledge;

/// <summary>知识流转: what is done with an article's version.</summary>
[JsonConverter(typeof(KebabJson<ArticleStep>))]
public enum ArticleStep
{
    [Description("编写")] Write,
    [Description("送审")] Submit,
    [Description("单位审核通过")] UnitApprove,
    [Description("热线审核发布")] Publish,
    [Description("退回修改")] SendBack,
    [Description("下架")] Withdraw,
}

/// <summary>Who may take which step with a version, and where it leads. Nobody approves what they wrote. Pure.</summary>
public static class ArticleReview
{
    internal static readonly Role[] Writers = [Role.Department, Role.DepartmentLead, Role.KnowledgeEditor, Role.Administrator];
    internal static readonly Role[] Units = [Role.Department, Role.DepartmentLead];
    internal static readonly Role[] Publishers = [Role.KnowledgeEditor, Role.Reviewer, Role.Administrator];
    internal static readonly Role[] Reviewers = [.. Units, .. Publishers];

    /// <summary>The steps this person may take with the version now, for the buttons of its page; writing is one of them.</summary>
    public static IReadOnlyList<ArticleStep> Allowed(ArticleVersion version, Actor by) =>
        [.. Enum.GetValues<ArticleStep>().Where(s => s == ArticleStep.Write ? MayRevise(version, by) : Decide(version, s, by).Refused is null)];

    private static bool MayRevise(ArticleVersion version, Actor by) =>
        Writers.Contains(by.Role) && version.State is not ArticleState.Withdrawn && (!ArticleRules.IsOfUnit(by) || by.Department == version.Text.Unit);

    /// <summary>May write articles at all.</summary>
    public static bool MayWrite(Actor by) => Writers.Contains(by.Role);

    /// <summary>Sees what is not published, the tasks and the error reports of all or of their unit.</summary>
    public static bool MayReview(Actor by) => Reviewers.Contains(by.Role);

    /// <summary>The state after the step, or why not.</summary>
    internal static (ArticleState To, Decision.Refused? Refused) Decide(ArticleVersion version, ArticleStep step, Actor by)
    {
        if (ArticleRules.IsOfUnit(by) && by.Department != version.Text.Unit) return (default, NotYourUnit);
        return (step, version.State) switch
        {
            (ArticleStep.Submit, ArticleState.Draft) => To(ArticleState.UnitReview, Writers, by),
            (ArticleStep.UnitApprove, ArticleState.UnitReview) => Approved(version, ArticleState.HotlineReview, Units, by),
            (ArticleStep.Publish, ArticleState.HotlineReview) => Approved(version, ArticleState.Published, Publishers, by),
            (ArticleStep.SendBack, ArticleState.UnitReview) => To(ArticleState.Draft, Units, by),
            (ArticleStep.SendBack, ArticleState.HotlineReview) => To(ArticleState.Draft, Publishers, by),
            (ArticleStep.Withdraw, not (ArticleState.Withdrawn or ArticleState.Replaced)) => To(ArticleState.Withdrawn, Writers, by),
            _ => (default, NotNow(version.State, step)),
        };
    }

    private static (ArticleState, Decision.Refused?) Approved(ArticleVersion version, ArticleState to, Role[] roles, Actor by) =>
        version.Author.Id == by.Id || version.UnitApprover?.Id == by.Id ? (default, OwnWork) : To(to, roles, by);

    private static (ArticleState, Decision.Refused?) To(ArticleState to, Role[] roles, Actor by) =>
        roles.Contains(by.Role) ? (to, null) : (default, NotYourRole);

    internal static Decision.Refused OwnWork { get; } = new("own-work", "编写人和上一环节审核人不能审核本条目，请由他人审核", "Whoever wrote or already approved this version may not approve it; somebody else must.");
    internal static Decision.Refused NotYourUnit { get; } = new("not-your-unit", "该知识条目由其他单位维护", "Another unit owns this article.");
    internal static Decision.Refused NotYourRole { get; } = new("not-your-role", "您的角色不能进行该操作", "Your role may not take this step.");
    internal static Decision.Refused Withdrawn { get; } = new("withdrawn", "该知识条目已下架，请新建条目", "The article has been withdrawn; write a new one.");

    private static Decision.Refused NotNow(ArticleState state, ArticleStep step) =>
        new("not-in-this-state", $"条目处于“{state.Chinese()}”，不能{step.Chinese()}", $"A version that is {state.Code()} cannot take the step {step.Code()}.");
}
