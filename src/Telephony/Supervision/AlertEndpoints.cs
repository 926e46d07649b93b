using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hotline.Telephony.Supervision;

/// <summary>班长告警: what a supervisor must know at once, as it happens.</summary>
internal static class AlertEndpoints
{
    private const int Backlog = 1000;

    internal static void MapAlerts(this IEndpointRouteBuilder api) =>
        api.MapGet("/supervision/alerts", Alerts).For(TelephonyHttp.Supervisor).WithTags("supervision").WithSummary("班长告警 (server-sent events)");

    /// <summary>Abuse, crisis, a matter that the rule assigned, and whoever supervises.</summary>
    internal static bool IsAlert(CallEvent what) => what is CallEvent.AbuseWarned or CallEvent.AbuseEnded
        or CallEvent.CrisisDeclared or CallEvent.CrisisHelped or CallEvent.RescueJoined or CallEvent.RescueFailed or CallEvent.ResponsibilityAssigned
        or CallEvent.Supervised or CallEvent.SupervisionEnded or CallEvent.TakenOver;

    private static ServerSentEventsResult<string> Alerts(Switchboard calls, IHostApplicationLifetime host) =>
        TypedResults.ServerSentEvents(Watch(calls, host.ApplicationStopping)); // the framework adds the request's own end

    internal static async IAsyncEnumerable<SseItem<string>> Watch(Switchboard calls, [EnumeratorCancellation] CancellationToken ct)
    {
        var news = Channel.CreateBounded<CallEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        using var events = calls.Subscribe(e =>
        {
            if (IsAlert(e)) news.Writer.TryWrite(e);
        });
        await foreach (var what in news.Reader.ReadAllAsync(ct)) yield return new(JsonSerializer.Serialize(what, CallJson.Options), "alert");
    }
}
