using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Json;
using System.Threading.Channels;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hotline.Telephony.Queues;

/// <summary>The agent's own seat over HTTP: state, audio, events.</summary>
internal static class SeatEndpoints
{
    private const int EventBacklog = 1000;

    internal sealed record Pause(string? Reason);

    internal static void MapSeats(this IEndpointRouteBuilder api)
    {
        var seat = api.MapGroup("/seat").For(TelephonyHttp.Agent).WithTags("seat");
        seat.MapGet("", Get).WithSummary("座席状态");
        seat.MapPost("ready", Ready).WithSummary("签入并示闲");
        seat.MapPost("not-ready", NotReady).WithSummary("示忙");
        seat.MapDelete("", SignOut).WithSummary("签出");
        seat.MapGet("audio", AudioAsync).WithSummary("座席语音 (WebSocket)").ExcludeFromDescription();
        seat.MapGet("events", Events).WithSummary("座席事件 (server-sent events)");
    }

    private static IResult Get(ClaimsPrincipal user, AgentSeats seats, TimeProvider clock) =>
        TelephonyHttp.Json(seats.Find(user.AgentId()) ?? new(user.AgentId(), user.DisplayName(), SeatState.Offline, clock.GetUtcNow()));

    private static IResult Ready(ClaimsPrincipal user, AgentSeats seats) => Change(user, seats, (s, agent) => s.Ready(agent));

    private static IResult NotReady(Pause body, ClaimsPrincipal user, AgentSeats seats) => seats.Options.FindReason(body.Reason) is { } reason
        ? Change(user, seats, (s, agent) => s.NotReady(agent, reason.Code))
        : TelephonyHttp.Wrong("reason", "请选择示忙原因：" + string.Join('、', seats.Options.Reasons.Select(r => $"{r.Code}（{r.Text}）")));

    private static IResult Change(ClaimsPrincipal user, AgentSeats seats, Action<AgentSeats, AgentId> change)
    {
        try
        {
            var agent = seats.SignIn(user.AgentId(), user.DisplayName()).Agent;
            change(seats, agent);
            return TelephonyHttp.Json(seats.Find(agent));
        }
        catch (SeatElsewhereException e)
        {
            return TelephonyHttp.Conflict(e.Refusal);
        }
        catch (InvalidOperationException)
        {
            return Busy(user, seats);
        }
    }

    private static ProblemHttpResult Busy(ClaimsPrincipal user, AgentSeats seats) =>
        TelephonyHttp.Conflict(AgentSeats.OnACall, seats.Find(user.AgentId()) is { State: SeatState.Offered } ? ["answer", "decline"] : ["hang-up"]);

    private static Results<NoContent, ProblemHttpResult> SignOut(ClaimsPrincipal user, AgentSeats seats, Switchboard calls)
    {
        try
        {
            seats.SignOut(user.AgentId());
            calls.CloseAudio(user.AgentId());
            return TypedResults.NoContent();
        }
        catch (InvalidOperationException)
        {
            return Busy(user, seats);
        }
    }

    private static async Task<IResult> AudioAsync(HttpContext http, ClaimsPrincipal user, AgentSeats seats, Switchboard calls, IHostApplicationLifetime host)
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return TypedResults.Problem("This address speaks WebSocket only.", statusCode: StatusCodes.Status426UpgradeRequired, title: "Upgrade Required");

        if (seats.SeatedElsewhere(user.AgentId()) is { } refusal) return TelephonyHttp.Conflict(refusal);
        seats.SignIn(user.AgentId(), user.DisplayName());
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        await calls.ConnectAudio(user.AgentId()).RunAsync(socket, ending.Token);
        return Results.Empty;
    }

    private static ServerSentEventsResult<string> Events(ClaimsPrincipal user, AgentSeats seats, Switchboard calls, TelephonyOptions options, IHostApplicationLifetime host) =>
        TypedResults.ServerSentEvents(Watch(user.AgentId(), seats, calls, options, host.ApplicationStopping)); // the framework adds the request's own end

    /// <summary>The seat's changes, and every event of a call that is offered to it or that it serves.</summary>
    private static async IAsyncEnumerable<SseItem<string>> Watch(
        AgentId agent, AgentSeats seats, Switchboard calls, TelephonyOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        // a browser that reads nothing loses the oldest, it does not fill our memory
        var news = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(EventBacklog) { FullMode = BoundedChannelFullMode.DropOldest });
        var mine = new MyCalls(agent);
        using var seatChanges = seats.Subscribe(s =>
        {
            if (s.Agent == agent) news.Writer.TryWrite(Item("seat", s));
        });
        using var callEvents = calls.Subscribe(e =>
        {
            if (mine.Concerns(e) && e.ShownToAgents(options)) news.Writer.TryWrite(Item("call", e));
        });
        if (seats.Find(agent) is { } now) yield return Item("seat", now);
        foreach (var call in calls.Live.Where(c => c.Agent == agent)) yield return Item("snapshot", mine.Add(call).ForAgents(options));
        await foreach (var item in news.Reader.ReadAllAsync(ct)) yield return item;
    }

    private static SseItem<string> Item<T>(string kind, T what) => new(JsonSerializer.Serialize(what, CallJson.Options), kind);
}
