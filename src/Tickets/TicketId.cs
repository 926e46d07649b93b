using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>Identifies one ticket (工单标识) inside the system; people use its <see cref="TicketNumber"/>.</summary>
[JsonConverter(typeof(TextJson<TicketId>))]
public readonly record struct TicketId(Guid Value) : IParsable<TicketId>
{
    public static TicketId New() => new(Guid.CreateVersion7());

    public static TicketId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    public static bool TryParse(string? s, IFormatProvider? provider, out TicketId result)
    {
        var parsed = Guid.TryParse(s, provider, out var value);
        result = new TicketId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

/// <summary>The office a ticket is dispatched to (承办单位), by its code in the city profile.</summary>
[JsonConverter(typeof(TextJson<DepartmentId>))]
public readonly record struct DepartmentId(string Code) : IParsable<DepartmentId>
{
    public static DepartmentId Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out DepartmentId result)
    {
        result = new DepartmentId(s ?? "");
        return s is { Length: > 0 };
    }

    public override string ToString() => Code;
}
