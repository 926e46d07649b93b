using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Supervising;

/// <summary>督办级别, the ladder from a reminder to a public notice and to discipline inspection.</summary>
[JsonConverter(typeof(KebabJson<SupervisionLevel>))]
public enum SupervisionLevel
{
    [Description("提醒")] Reminder,
    [Description("催办")] Urging,
    [Description("督办")] Supervision,
    [Description("专项督办")] SpecialSupervision,
    [Description("通报")] PublicNotice,
    [Description("约谈")] Interview,
    [Description("提级督办")] Raised,
    [Description("移送纪检")] Discipline,
}
