using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Handling;

/// <summary>未联系原因</summary>
[JsonConverter(typeof(KebabJson<NotReachedReason>))]
public enum NotReachedReason
{
    [Description("号码有误")] WrongNumber,
    [Description("无人接听")] NoAnswer,
    [Description("拒绝沟通")] RefusedToTalk,
    [Description("要求不联系")] AskedNotToBeContacted,
    [Description("匿名")] Anonymous,
}

/// <summary>先行联系记录: reached means time, person and content; not reached means why.</summary>
public sealed record FirstContact(bool Reached, DateTimeOffset? At, string? Person, string? Content, NotReachedReason? WhyNot);

/// <summary>先行联系: the department speaks with the citizen before it handles the matter.</summary>
/// <param name="Contacted">是否联系上</param>
/// <param name="At">When, not in the future.</param>
/// <param name="Person">Who was spoken with, as they call themselves.</param>
public sealed record ContactCitizen(
    bool? Contacted, DateTimeOffset? At = null, string? Person = null, string? Content = null, NotReachedReason? WhyNot = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Contact;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        Wrong(now).Decision ?? new TicketEvent.Contacted(new FirstContact(Contacted!.Value, At?.ToUniversalTime(), Person, Content, WhyNot));

    private FieldErrors Wrong(DateTimeOffset now)
    {
        var errors = new FieldErrors().Check("contacted", Contacted is not null, "必选，请说明是否联系上").Longest("content", Content, 500);
        if (Contacted is true)
        {
            errors.Check("at", At is not null, "联系上的须填联系时间").Check("at", At is null || At <= now.AddMinutes(1), "联系时间不能晚于现在")
                .Required("person", Person, 30).Required("content", Content, 500);
        }

        return errors.Check("whyNot", Contacted is not false || WhyNot is not null, "未联系上的须选择原因");
    }
}
