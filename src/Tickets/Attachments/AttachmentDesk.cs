using System.Security.Cryptography;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments.Proofs;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Attachments;

/// <summary>An attachment as its readers see it.</summary>
/// <param name="Scanned">False: no scanner has looked at it.</param>
/// <param name="Served">Whether a copy without metadata can be had; otherwise only the original exists.</param>
/// <param name="Erased">Removed by the rules of retention; its event stays.</param>
public sealed record AttachmentLine(Attachment File, string MediaType, bool Scanned, bool Served, bool Erased, Actor By, DateTimeOffset At);

/// <summary>A file on its way to its reader.</summary>
public sealed record AttachmentFile(byte[] Bytes, string MediaType, string Name, bool Scanned);

/// <summary>Takes files in and gives them out (附件).</summary>
public sealed class AttachmentDesk
{
    private readonly NpgsqlDataSource _db;
    private readonly ITicketDesk _desk;
    private readonly SealedFiles _files;
    private readonly VirusScan _scan;
    private readonly AttachmentOptions _options;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal AttachmentDesk(NpgsqlDataSource db, ITicketDesk desk, SealedFiles files, VirusScan scan, AttachmentOptions options, CityRules rules, TimeProvider clock) =>
        (_db, _desk, _files, _scan, _options, _rules, _clock) = (db, desk, files, scan, options, rules, clock);

    /// <summary>Seals the file, keeps a copy without metadata and attaches it to the ticket.</summary>
    /// <exception cref="InvalidRequestException">Empty, too large, of no allowed type, damaged or infected. Nothing was stored.</exception>
    public Task<(Decision Decision, Attachment File)> AttachAsync(TicketId ticket, string name, byte[] bytes, bool proof, Actor by, CancellationToken ct) =>
        AttachAsync(ticket, name, bytes, proof, told: null, by, ct);

    /// <inheritdoc cref="AttachAsync(TicketId, string, byte[], bool, Actor, CancellationToken)"/>
    /// <param name="told">Where and when a proof was taken, by the word of the phone that sends it; what the photograph itself says goes before.</param>
    public async Task<(Decision Decision, Attachment File)> AttachAsync(TicketId ticket, string name, byte[] bytes, bool proof, ProofTaken? told, Actor by, CancellationToken ct)
    {
        var (type, served, scan) = await CheckAsync(bytes, ct);
        var file = new Attachment(
            Guid.CreateVersion7(), Named(name, type), type.Kind, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), proof && by.Role != Role.Citizen, by.Role == Role.Citizen)
        {
            Taken = proof && by.Role != Role.Citizen ? ProofTaken.Of(bytes, told, _rules.Zone)?.Arrived(_clock.Now()) : null,
        };
        await _files.WriteAsync(file.Id, bytes, served, ct);
        await _db.ExecuteAsync(
            "insert into tickets.attachment (id, ticket_id, media_type, scan, served, actor, at) select $1, $2, $3, $4, $5, $6::text::jsonb, $7 where exists (select from tickets.ticket where id = $2)",
            [file.Id, ticket.Value, type.MediaType, scan == ScanResult.Clean ? "clean" : "unscanned", served is not null, EventJson.Write(by), _clock.Now()], ct);
        var decision = await _desk.HandleAsync(ticket, new AttachFile(file, _options.PerCitizen, _options.PerTicket), by, ct);
        if (decision is not Decision.Happened) await ForgetAsync(file.Id);
        return (decision, file);
    }

    /// <exception cref="InvalidRequestException">Empty, too large, of no allowed type, damaged or infected.</exception>
    internal async Task<(FileType Type, byte[]? Served, ScanResult Scan)> CheckAsync(byte[] bytes, CancellationToken ct)
    {
        if (bytes.Length == 0) throw Wrong("文件是空的，请重新选择");
        if (bytes.Length > _options.MaxBytes) throw Wrong($"文件不能超过 {_options.MaxBytes / 1024 / 1024} MB，请压缩后再传");
        var type = FileType.Of(bytes) ?? throw Wrong($"不支持这种文件，请使用 {FileType.AllowedText}");
        var served = Cleaned(type, bytes);
        var scan = await _scan.RunAsync(bytes, ct);
        return scan == ScanResult.Infected ? throw Wrong("文件含有病毒，未予保存") : (type, served, scan);
    }

    /// <param name="attached">As the ticket knows them.</param>
    public async Task<IReadOnlyList<AttachmentLine>> ListAsync(TicketId ticket, IReadOnlyList<Attachment> attached, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            "select id, media_type, scan = 'clean', served, erased_at is not null, actor, at from tickets.attachment where ticket_id = $1", [ticket.Value],
            row => (Id: row.GetGuid(0), Type: row.GetString(1), Clean: row.GetBoolean(2), Served: row.GetBoolean(3), Erased: row.GetBoolean(4), By: EventJson.Read<Actor>(row.GetString(5)), At: row.Time(6)),
            ct);
        return [.. from a in attached join r in rows on a.Id equals r.Id select new AttachmentLine(a, r.Type, r.Clean, r.Served, r.Erased, r.By, r.At)];
    }

    /// <summary>The copy without metadata; null where there is none.</summary>
    public async Task<AttachmentFile?> ServedAsync(AttachmentLine line, CancellationToken ct) =>
        !line.Erased && await _files.ServedAsync(line.File.Id, ct) is { } bytes ? new(bytes, line.MediaType, line.File.Name, line.Scanned) : null;

    /// <summary>Reviewers, supervisors and auditors, for a purpose.</summary>
    public static bool MayOpenOriginals(Actor by) => by.Role is Role.Reviewer or Role.Supervisor or Role.Auditor;

    /// <summary>The original with all it tells; the opening is written into the view ledger first (查看留痕).</summary>
    /// <exception cref="UnauthorizedAccessException">Only reviewers, supervisors and auditors may.</exception>
    public async Task<AttachmentFile?> OriginalAsync(TicketId ticket, AttachmentLine line, Actor by, string purpose, CancellationToken ct)
    {
        if (!MayOpenOriginals(by)) throw new UnauthorizedAccessException($"Role {by.Role} may not open originals.");
        if (line.Erased) return null;
        await _db.ExecuteAsync(
            "insert into tickets.personal_data_view (ticket_id, actor, purpose, at) values ($1, $2::text::jsonb, $3, $4)",
            [ticket.Value, EventJson.Write(by), $"附件原件 {line.File.Id}：{purpose}", _clock.Now()], ct);
        return await _files.OriginalAsync(line.File.Id, ct) is { } bytes ? new(bytes, line.MediaType, line.File.Name, line.Scanned) : null;
    }

    private async Task ForgetAsync(Guid id)
    {
        await _db.ExecuteAsync("delete from tickets.attachment where id = $1", [id], CancellationToken.None);
        _files.Erase(id);
    }

    private static byte[]? Cleaned(FileType type, byte[] bytes)
    {
        try { return type.Clean?.Invoke(bytes); }
        catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException) { throw Wrong("文件已损坏，无法打开，请重新拍摄或选择"); }
    }

    /// <summary>The sender's name without path and control characters, with the extension of what it is.</summary>
    private static string Named(string name, FileType type)
    {
        var plain = string.Concat(Path.GetFileNameWithoutExtension(name.Replace('\\', '/')).Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or '|' or ':'))).Trim();
        return (plain.Length == 0 ? "附件" : plain[..Math.Min(plain.Length, 80)]) + type.Extension;
    }

    private static InvalidRequestException Wrong(string error) => new(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["file"] = [error] });
}
