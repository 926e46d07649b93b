using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Hotline.Agent.Blazor.Citizens.Tracking;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Requesters;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Citizens.Privacy;

/// <summary>个人信息副本 (个人信息保护法第四十五条): everything kept of one citizen's request, for programs.</summary>
/// <param name="Masked">The contact data are, because their owner was not proven.</param>
internal sealed record OwnCopy(
    DateTimeOffset MadeAt, bool Masked, string Number, string State, DateTimeOffset AcceptedAt, DateTimeOffset? ClosedAt, string? Holder, DateTimeOffset? Due, RequestFacts Request, Requester Requester,
    string? Reply, bool MayPublish, IReadOnlyList<string> Photos, IReadOnlyList<CitizenLine> Timeline, IReadOnlyList<CitizenLetter> Letters, IReadOnlyList<OwnView> Views);

/// <summary>The copy as a file: for people to read, and for programs.</summary>
internal static class OwnDataFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static void MapOwnData(this IEndpointRouteBuilder app)
    {
        app.MapGet("/track/data.json", (HttpContext http, Collector collector) => collector.SendAsync(http, copy => Results.File(JsonSerializer.SerializeToUtf8Bytes(copy, Json), "application/json", $"12345-{copy.Number}.json"))).ExcludeFromDescription();
        app.MapGet("/track/data.html", (HttpContext http, Collector collector, IStringLocalizer<OwnDataText> words, IStringLocalizer<TrackText> happened, TermWords terms) =>
            collector.SendAsync(http, copy => Results.File(System.Text.Encoding.UTF8.GetBytes(OwnDataPaper.Write(copy, words, happened, terms)), "text/html; charset=utf-8", $"12345-{copy.Number}.html"))).ExcludeFromDescription();
    }

    /// <summary>Reads all of it for whoever's door is open; others are sent to open it.</summary>
    internal sealed class Collector(CaseDoor door, OwnData data, CitizenFile file, TimeProvider clock)
    {
        internal async Task<IResult> SendAsync(HttpContext http, Func<OwnCopy, IResult> send)
        {
            if (await door.InsideAsync(http) is not var (found, proven)) return Results.LocalRedirect(CaseDoor.Start);
            var ct = http.RequestAborted;
            var whole = proven || await data.ProofAsync(found.Id, ct) == ProofWay.NotNeeded;
            var (own, views, mine, status) = (await data.ReadAsync(found.Id, whole, ct), await data.ViewsAsync(found.Id, ct), await file.ReadAsync(found.Id, ct), found.Status);
            return send(new(
                clock.GetUtcNow(), !whole, status.Number.Digits, status.State.Code(), status.AcceptedAt, status.ClosedAt, status.Holder, status.Due, mine.Facts, own, status.UnifiedReply, mine.MayPublish,
                [.. mine.Photos.Select(p => p.Name)], mine.Timeline, mine.Letters, views));
        }
    }
}
