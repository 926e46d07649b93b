using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Lines;

/// <summary>归并方式 (国办发〔2020〕53号).</summary>
[JsonConverter(typeof(KebabJson<LineMode>))]
public enum LineMode
{
    [Description("总线")] Main,
    [Description("整体并入")] Merged,
    [Description("双号并行")] Dual,
    [Description("设分中心")] Branch,
    [Description("专席专线")] Dedicated,
}

/// <summary>停号: from that day the number is no line of its own.</summary>
/// <param name="ForwardTo">The number whose line takes its calls; null: the number is not served any more.</param>
public sealed record SwitchOff(DateOnly On, string? ForwardTo = null);

/// <summary>热线: what a number means in a time. One number has several in a row where its meaning changed.</summary>
/// <param name="Code">Stands on tickets and never changes.</param>
/// <param name="Number">被叫号码 (DID).</param>
/// <param name="Department">Whose line it is.</param>
/// <param name="From">Its first day.</param>
/// <param name="To">The first day it has no meaning any more; null: open.</param>
/// <param name="Greeting">Id in the prompt manifest.</param>
/// <param name="SkillGroup">技能组 of the seats that know the matter.</param>
/// <param name="Hours">When it is answered, such as 09:00-12:00,13:30-17:30; every day.</param>
/// <param name="AfterHoursTo">The number whose line answers outside its hours; null: itself.</param>
/// <param name="Knowledge">知识分类: the category its agents look in, such as 惠企政策; null: all.</param>
/// <param name="NeverPublic">What comes by it is shown on no public board (涉企专线).</param>
public sealed record HotLine(
    string Code, string Number, string Name, DepartmentId Department, LineMode Mode, DateOnly From, DateOnly? To = null,
    string Greeting = "greeting", string SkillGroup = "general", string Hours = "00:00-24:00", string? AfterHoursTo = null, SwitchOff? SwitchOff = null, bool NeverPublic = false, string? Knowledge = null)
{
    internal bool HoldsOn(DateOnly day) => From <= day && (To is not { } to || day < to);
}

/// <summary>Which line answers a call, and why.</summary>
/// <param name="Dialled">The number the citizen called.</param>
/// <param name="Forwarded">The line called was switched off or closed for the day.</param>
public sealed record LineAnswer(HotLine Line, string Dialled, bool Forwarded);
