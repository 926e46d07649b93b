using System.Security.Claims;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Hotline.Tickets.Handling;

/// <summary>A message to the citizen and how far it is (送达状态).</summary>
/// <param name="Version">Its event's place in the ticket.</param>
public sealed record SentMessage(int Version, DeliveryState State);

/// <summary>
/// 转接短信: looks whether the citizen has a number that reads messages, which stands in the view ledger under the official's name like a
/// relayed call's, and writes the message into the ticket; the letter to the citizen follows from it. The number is shown to nobody.
/// </summary>
public sealed class CitizenMessages(NpgsqlDataSource db, TicketFile tickets, RequesterFile requesters, ITicketDesk desk)
{
    private const string Purpose = "联系诉求人（转接短信）";

    public async Task<Decision> SendAsync(TicketId id, string? text, Actor by, CancellationToken ct)
    {
        var message = new MessageCitizen(text);
        if (message.Wrong() is { } invalid) return invalid;
        var may = (await tickets.ReadAsync(id, by, ct))?.Allowed ?? [];
        if (may.Contains(Step.Message) && !await HasMobileAsync(id, by, ct)) return MessageCitizen.NoMobile with { Allowed = [.. may.Where(s => s != Step.Message).Select(s => s.Code())] };
        return await desk.HandleAsync(id, message, by, ct);
    }

    /// <summary>Those whose letter was written already; the letter follows a moment after the message.</summary>
    public async Task<IReadOnlyList<SentMessage>> SentAsync(TicketId id, CancellationToken ct) => await db.ReadAsync(
        """
        select substring(l.cause from 7)::int, d.state from tickets.letter l join tickets.delivery d on d.letter_id = l.id and d.channel = 'sms'
        where l.ticket_id = $1 and l.kind = 'unit-message' order by 1
        """,
        [id.Value], row => new SentMessage(row.GetInt32(0), row.Code<DeliveryState>(1)), ct);

    /// <summary>A unit may not open personal data; the hotline does for it, under the official's name, and shows nothing.</summary>
    private async Task<bool> HasMobileAsync(TicketId id, Actor by, CancellationToken ct) =>
        await requesters.OpenAsync(id, by with { Role = Role.System }, Purpose, ct) is { Phone: { } phone } && PhoneNumber.IsMobile(phone);
}

internal static class MessageEndpoint
{
    internal static void MapMessages(this IEndpointRouteBuilder api) => api
        .MapPost("/tickets/{number}/message", SendAsync).WithTags("Tickets").Accepts<MessageCitizen>("application/json")
        .RequireAuthorization(Staff.Of(Role.Department, Role.DepartmentLead))
        .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
        .WithName(Step.Message.Code()).WithSummary("转接短信: {text} to the citizen of a ticket of one's own, without seeing the number; counts as the first contact where the city says so.");

    private static async Task<IResult> SendAsync(string number, Body<MessageCitizen> body, ClaimsPrincipal user, TicketStore store, CitizenMessages messages, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await store.FindAsync(found, ct) is { } id ? (await messages.SendAsync(id, body.Value.Text, user.Signed(), ct)).ToHttp() : Problems.NotFound();
    }
}
