using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Merging;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>
/// Hands a finished draft in (网上受理): the ticket first, then its photos, then joining others of the same matter. Doing it again after a
/// fault in between goes on where it was; there is one ticket whatever happens.
/// </summary>
public sealed class CitizenReception
{
    private readonly NpgsqlDataSource _db;
    private readonly Reception _reception;
    private readonly ReportDrafts _drafts;
    private readonly AttachmentDesk _attachments;
    private readonly MergeDesk _merging;
    private readonly CityPlaces _places;
    private readonly TimeProvider _clock;

    internal CitizenReception(NpgsqlDataSource db, Reception reception, ReportDrafts drafts, AttachmentDesk attachments, MergeDesk merging, CityPlaces places, TimeProvider clock) =>
        (_db, _reception, _drafts, _attachments, _merging, _places, _clock) = (db, reception, drafts, attachments, merging, places, clock);

    /// <param name="join">The matter it is the same as, of those the citizen was shown; null for a matter of its own.</param>
    /// <param name="language">Of letters: zh or en.</param>
    /// <exception cref="InvalidRequestException">Names the fields and the fix; nothing was stored.</exception>
    public async Task<SentReport> SendAsync(string token, ReportDraft draft, TicketId? join, string language, CancellationToken ct)
    {
        var found = draft.At is { } at ? await _places.PointAsync(at, ct) : await _places.AreaAsync(draft.Area, ct);
        var receipt = await _reception.AcceptOnceAsync(_drafts.OnceOf(token), RequestOf(draft, found, language), Actor.Citizen, ct);
        var joined = join is { } master && await _merging.JoinAsync(master, receipt.Id, ct) is MergeOutcome.Done { Merged.Count: > 0 };
        if (draft.MayPublish) await ConsentAsync(receipt.Id, ct);
        var lost = await AttachAsync(token, receipt.Id, ct);
        var sent = new SentReport(receipt, joined, lost);
        await _drafts.SaveAsync(token, new ReportDraft { Sent = sent }, ct); // what was typed is the ticket's now
        await _drafts.ForgetPhotosAsync(token, ct);
        return sent;
    }

    /// <summary>Pure.</summary>
    internal static Request RequestOf(ReportDraft draft, PlaceFound? found, string language) => new()
    {
        Type = draft.Kind, Channel = Channel.Web, Title = draft.ShownTitle, Text = draft.Text, Place = Filled(draft.Place) ?? NameOf(found),
        District = found?.District?.Code, Town = found?.Town?.Code, Grid = found?.Grid?.Code, At = draft.At, Confidential = draft.Confidential ? true : null, WantsReply = !draft.WantsNoReply,
        RequesterName = draft.Contact == ContactWay.None ? null : Filled(draft.Name), Phone = draft.Contact is null or ContactWay.None ? null : Filled(draft.Phone), Language = language == "en" ? "en" : null,
    };

    private async Task<int> AttachAsync(string token, TicketId ticket, CancellationToken ct)
    {
        var lost = 0;
        foreach (var photo in await _drafts.PhotosAsync(token, ct))
        {
            try
            {
                var attached = await _drafts.BytesAsync(token, photo.Id, ct) is { } bytes
                    && (await _attachments.AttachAsync(ticket, photo.Name, bytes, proof: false, Actor.Citizen, ct)).Decision is Decision.Happened or Decision.Refused { Code: "attachment-already-there" };
                if (!attached) lost++;
            }
            catch (InvalidRequestException)
            {
                lost++; // what the scanner knows may have changed meanwhile
            }
        }

        return lost;
    }

    private Task<int> ConsentAsync(TicketId ticket, CancellationToken ct) => _db.ExecuteAsync(
        "insert into tickets.publish_consent (ticket_id, given_at) values ($1, $2) on conflict do nothing", [ticket.Value, _clock.Now()], ct);

    private static string? NameOf(PlaceFound? found) => found is null ? null : string.Concat(new[] { found.District, found.Town, found.Grid }.OfType<AreaName>().Select(a => a.Name));

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
