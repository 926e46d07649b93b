using Hotline.Tickets;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Whistles;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Hotline.Grains;

/// <summary>One ticket (工单); its key is the ticket's id.</summary>
internal interface ITicketGrain : IGrainWithGuidKey
{
    Task<Answer> HandleAsync(Order order, CancellationToken ct);
}

/// <summary>
/// The one place in the cluster where a ticket's commands are carried out, one after the other, on the ticket as it was left by the
/// last. It lives on the host that asked first. The log stays the truth: its versions refuse whatever was decided on an older
/// ticket, so a host without grains, a sweep of clocks, or a second activation while the cluster tears cannot spoil anything.
/// </summary>
[PreferLocalPlacement]
internal sealed class TicketGrain(TicketDesk desk, ArrivalCodes codes) : Grain, ITicketGrain
{
    private Stored? _known;

    public async Task<Answer> HandleAsync(Order order, CancellationToken ct)
    {
        var (id, known) = (new TicketId(this.GetPrimaryKey()), _known);
        _known = null; // of a command that failed halfway only the log knows whether it was done
        (var decision, _known) = await desk.HandleAsync(id, known, Whole(order.Command, id), order.By, ct);
        return new Answer(decision);
    }

    /// <summary>Keys do not cross: every host has its own copy.</summary>
    private ITicketCommand Whole(ITicketCommand command, TicketId id) => command is CallUnits call ? call with { CodeMac = task => codes.MacOf(id, task) } : command;
}
