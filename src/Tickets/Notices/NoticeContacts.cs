using Hotline.Tickets.City;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Notices;

/// <summary>Where a receiver is reached: the person on the duty roster goes before the unit's own record (值班人员优先).</summary>
internal sealed class NoticeContacts(DutyRosters rosters, CityRules rules)
{
    internal async Task<IReadOnlyList<(DeliveryChannel Channel, string Address)>> OfAsync(Receiver to, DateTimeOffset at, CancellationToken ct)
    {
        var record = RecordOf(to, rules.At(at));
        var onDuty = to.Unit.Length == 0 ? [] : await rosters.OnDutyAsync(to.Unit, at, ct);
        var post = to.Role == Role.DepartmentLead ? DutyRole.DutyLeader : DutyRole.DutyOfficer;
        var phone = onDuty.Where(d => d.Role == post).Select(d => d.Phone).Append(record?.Phone).FirstOrDefault(p => p is not null && PhoneNumber.IsMobile(p));
        return
        [
            .. phone is null ? [] : new[] { (DeliveryChannel.Sms, PhoneNumber.Normalize(phone)) },
            .. string.IsNullOrEmpty(record?.Mail) ? [] : new[] { (DeliveryChannel.Mail, record.Mail) },
        ];
    }

    private static StaffContact? RecordOf(Receiver to, CityRules rules)
    {
        if (to.Unit.Length == 0) return (rules.Handling.Notices.Desks.FirstOrDefault(d => d.Role == to.Role)) is { } desk ? new(desk.Phone, desk.Mail) : null;
        var unit = rules.Profile.Departments.FirstOrDefault(d => d.Code.Code == to.Unit);
        return to.Role == Role.DepartmentLead ? unit?.LeadContact : unit?.Contact;
    }
}
