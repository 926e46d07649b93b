using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>办公联系方式: official, never a private one. Texts go to a mobile number, mail to the mailbox.</summary>
public sealed record StaffContact(string? Phone = null, string? Mail = null);

/// <summary>A desk of the hotline (岗位) and how it is reached.</summary>
public sealed record DeskContact(Role Role, string? Phone = null, string? Mail = null);

/// <summary>预警通知: how warnings reach who can act, and what silence means.</summary>
public sealed record NoticeRules
{
    /// <summary>沉默时限: so long after it was told, and at the limit's end at the latest, a warning nobody acted on goes to the level above.</summary>
    public Limit Silence { get; init; } = new(4, LimitUnit.WorkingHours);

    /// <summary>每日摘要: at the opening of each working day, of what warns or is due by the end of the next one.</summary>
    public bool Digest { get; init; } = true;

    /// <summary>Desks of the hotline; units bring their contacts with them.</summary>
    public IReadOnlyList<DeskContact> Desks { get; init; } = [];

    internal IEnumerable<string> Problems(IReadOnlyList<Department> units)
    {
        if (Silence.Value is < 1 or > 1000) yield return $"handling.notices.silence.value: {Silence.Value} must lie between 1 and 1000.";
        foreach (var problem in Desks.SelectMany((d, i) => Wrong($"handling.notices.desks[{i}]", d.Phone, d.Mail))) yield return problem;
        foreach (var problem in units.SelectMany((u, i) => Wrong($"departments[{i}].contact", u.Contact?.Phone, u.Contact?.Mail).Concat(Wrong($"departments[{i}].leadContact", u.LeadContact?.Phone, u.LeadContact?.Mail))))
            yield return problem;
    }

    private static IEnumerable<string> Wrong(string path, string? phone, string? mail)
    {
        if (phone is not null && !Requesters.PhoneNumber.IsOne(phone)) yield return $"{path}.phone: \"{phone}\" is no telephone number. Example: \"13900001234\".";
        if (mail is not null && !Requesters.MailAddress.IsOne(mail)) yield return $"{path}.mail: \"{mail}\" is no mail address. Example: \"water@example.gov.cn\".";
    }
}
