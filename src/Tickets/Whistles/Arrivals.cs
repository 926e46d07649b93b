using Hotline.Tickets.EventStore;

namespace Hotline.Tickets.Whistles;

/// <summary>到场签到 with the code of those on the spot; a unit that guesses is stopped.</summary>
public sealed class Arrivals
{
    private readonly TicketStore _store;
    private readonly ITicketDesk _desk;
    private readonly ArrivalCodes _codes;

    internal Arrivals(TicketStore store, ITicketDesk desk, ArrivalCodes codes) => (_store, _desk, _codes) = (store, desk, codes);

    /// <summary>The decision, or how long to wait until the next try.</summary>
    /// <remarks>A try is counted only for the unit that was called: nobody else can use up its tries.</remarks>
    public async Task<(Decision? Decision, TimeSpan? Wait)> CheckInAsync(TicketId id, int? task, string? typed, Actor by, CancellationToken ct)
    {
        var code = typed?.Trim() ?? "";
        if (new FieldErrors().Check("task", task is > 0, "必填，请填写任务号").Check("code", code.Length == 6 && code.All(char.IsAsciiDigit), "签到码为 6 位数字").Decision is { } wrong) return (wrong, null);
        var called = (await _store.LoadAsync(id, ct))?.Ticket.Tasks.FirstOrDefault(t => t.No == task && t.Unit == by.Department && t.ArrivedAt is null);
        if (called is not null && await _codes.TakeTryAsync(id, called.No, ct) is { } wait) return (null, wait);
        return (await _desk.HandleAsync(id, new CheckIn(task!.Value, _codes.MacOf(id, task.Value, code)), by, ct), null);
    }
}
