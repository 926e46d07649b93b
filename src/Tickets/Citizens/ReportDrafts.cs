using System.Globalization;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>
/// Keeps what a citizen has typed between the steps of the form, photos too, sealed under a random token that only their browser holds:
/// nothing of it travels in an address, and a form that has a mistake loses nothing. Forgotten two hours after the last change.
/// </summary>
public sealed class ReportDrafts : IRecurringJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly SealedFiles _files;
    private readonly AttachmentDesk _desk;
    private readonly AttachmentOptions _options;
    private readonly TimeProvider _clock;

    internal ReportDrafts(NpgsqlDataSource db, PersonalDataKey key, SealedFiles files, AttachmentDesk desk, AttachmentOptions options, TimeProvider clock) =>
        (_db, _key, _files, _desk, _options, _clock) = (db, key, files, desk, options, clock);

    /// <summary>Photos a citizen may send with one report.</summary>
    public int MostPhotos => _options.PerCitizen;

    /// <summary>Of one photo.</summary>
    public int MostBytes => _options.MaxBytes;

    /// <summary>Null where there is none, or it was forgotten.</summary>
    public async Task<ReportDraft?> FindAsync(string token, CancellationToken ct)
    {
        var rows = await _db.ReadAsync("select sealed from tickets.report_draft where who = $1 and changed_at > $2", [Who(token), _clock.Now() - Kept], row => row.GetFieldValue<byte[]>(0), ct);
        return rows is [var whole] ? _key.Open<ReportDraft>(whole, Of(token)) : null;
    }

    public Task SaveAsync(string token, ReportDraft draft, CancellationToken ct) => _db.ExecuteAsync(
        "insert into tickets.report_draft (who, sealed, changed_at) values ($1, $2, $3) on conflict (who) do update set (sealed, changed_at) = (excluded.sealed, excluded.changed_at)",
        [Who(token), _key.Seal(draft, Of(token)), _clock.Now()], ct);

    /// <summary>In the order they were sent.</summary>
    public async Task<IReadOnlyList<DraftPhoto>> PhotosAsync(string token, CancellationToken ct) => await _db.ReadAsync(
        "select id, sealed_name, bytes from tickets.report_photo where draft = $1 order by at, id", [Who(token)],
        row => new DraftPhoto(row.GetGuid(0), _key.Open<string>(row.GetFieldValue<byte[]>(1), row.GetGuid(0).ToString()), row.GetInt32(2)), ct);

    /// <summary>Checked like an attachment of a ticket, and kept. Null when it is kept; otherwise why not, in Chinese.</summary>
    public async Task<string?> AddAsync(string token, string name, byte[] bytes, CancellationToken ct)
    {
        try { await _desk.CheckAsync(bytes, ct); }
        catch (InvalidRequestException e) { return string.Join('；', e.Errors.Values.SelectMany(v => v)); }

        var id = Guid.CreateVersion7();
        await _files.WriteAsync(id, bytes, served: null, ct);
        var kept = await _db.ExecuteAsync(
            "insert into tickets.report_photo (id, draft, sealed_name, bytes, at) select $1, $2, $3, $4, $5 where (select count(*) from tickets.report_photo where draft = $2) < $6",
            [id, Who(token), _key.Seal(name, id.ToString()), bytes.Length, _clock.Now(), MostPhotos], ct);
        if (kept == 1) return null;
        _files.Erase(id);
        return string.Create(CultureInfo.InvariantCulture, $"最多 {MostPhotos} 张，请先删去一张");
    }

    public async Task RemoveAsync(string token, Guid photo, CancellationToken ct)
    {
        if (await _db.ExecuteAsync("delete from tickets.report_photo where id = $1 and draft = $2", [photo, Who(token)], ct) == 1) _files.Erase(photo);
    }

    /// <summary>As it was sent; null where it is not of this draft.</summary>
    public async Task<byte[]?> BytesAsync(string token, Guid photo, CancellationToken ct) =>
        (await PhotosAsync(token, ct)).Any(p => p.Id == photo) ? await _files.OriginalAsync(photo, ct) : null;

    /// <summary>The citizen does not go on, or everything is sent.</summary>
    public Task ForgetAsync(string token, CancellationToken ct) => ForgetAsync([Who(token)], ct);

    /// <summary>The photos alone: they are the ticket's now.</summary>
    internal async Task ForgetPhotosAsync(string token, CancellationToken ct)
    {
        foreach (var photo in await PhotosAsync(token, ct)) await RemoveAsync(token, photo.Id, ct);
    }

    /// <summary>Forgets what nobody finished.</summary>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var old = await _db.ReadAsync("select who from tickets.report_draft where changed_at < $1 limit 5000", [_clock.Now() - Kept], row => row.GetFieldValue<byte[]>(0), ct);
        await ForgetAsync([.. old], ct);
        await _db.ExecuteAsync("delete from tickets.phone_code where sent_at < $1", [_clock.Now() - Kept], ct);
        return string.Create(CultureInfo.InvariantCulture, $"清除草稿 {old.Count} 份");
    }

    private async Task ForgetAsync(byte[][] drafts, CancellationToken ct)
    {
        var photos = await _db.ReadAsync("delete from tickets.report_photo where draft = any($1) returning id", [drafts], row => row.GetGuid(0), ct);
        await _db.ExecuteAsync("delete from tickets.report_draft where who = any($1)", [drafts], ct);
        foreach (var photo in photos) _files.Erase(photo);
    }

    /// <summary>The key of sending it: a second press or a reload makes no second ticket.</summary>
    internal string OnceOf(string token) => "web-" + Convert.ToHexStringLower(Who(token)[..16]);

    private byte[] Who(string token) => _key.Fingerprint("report-draft", token);

    private static string Of(string token) => "report-draft " + token;
}
