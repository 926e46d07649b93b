using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Retention;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>How a citizen shows that contact data are theirs, beyond number and query code.</summary>
public enum ProofWay
{
    /// <summary>None were left.</summary>
    NotNeeded,

    /// <summary>By a code to the mobile number on record.</summary>
    Code,

    /// <summary>A landline reads no messages: by calling 12345 from it.</summary>
    Call,
}

/// <summary>Who opened the personal data (查看留痕): role, unit and time, never a name.</summary>
/// <param name="Unit">Null for the hotline itself.</param>
/// <param name="Own">The citizen did, on this page; once a day, the last.</param>
public sealed record OwnView(Role Role, string? Unit, DateTimeOffset At, bool Own)
{
    /// <summary>代为联系: the switchboard or the letter desk did for a unit, which saw nothing.</summary>
    public bool Relayed => Role == Role.System && Unit is not null;
}

/// <summary>What became of the wish to be forgotten.</summary>
public enum ErasureAnswer { Done, StillOpen, OnHold }

/// <summary>
/// 本人信息 (个人信息保护法 44–47): a citizen sees who opened their data, has a copy, corrects it, takes back what they allowed and is
/// forgotten where the matter is over. Who asks has shown number and query code; what a stranger could harm them by needs a proof as well.
/// </summary>
public sealed class OwnData
{
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly PhoneCodes _codes;
    private readonly PersonalDataEraser _eraser;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal OwnData(NpgsqlDataSource db, PersonalDataKey key, PhoneCodes codes, PersonalDataEraser eraser, CityRules rules, TimeProvider clock) =>
        (_db, _key, _codes, _eraser, _rules, _clock) = (db, key, codes, eraser, rules, clock);

    public async Task<ProofWay> ProofAsync(TicketId id, CancellationToken ct) => await OpenAsync(id, ct) switch
    {
        { Phone: null or "", Mail: null or "", Name: null or "" } => ProofWay.NotNeeded,
        { Phone: { Length: > 0 } phone } when PhoneCodes.MayReceive(phone) => ProofWay.Code,
        _ => ProofWay.Call,
    };

    /// <summary>To the number on record.</summary>
    public async Task<CodeSent> SendCodeAsync(TicketId id, string address, string language, CancellationToken ct) =>
        await OpenAsync(id, ct) is { Phone: { Length: > 0 } phone } ? await _codes.SendAsync(phone, Purpose(id), address, language, ct) : new CodeSent.NotPossible();

    public async Task<CodeAnswer> ProveAsync(TicketId id, string? code, CancellationToken ct) =>
        await OpenAsync(id, ct) is { Phone: { Length: > 0 } phone } ? await _codes.CheckAsync(phone, Purpose(id), code, ct) : CodeAnswer.Over;

    /// <summary>Name and addresses as they are on record; masked for whoever has not proven to be the one.</summary>
    public async Task<Requester> ReadAsync(TicketId id, bool proven, CancellationToken ct)
    {
        var own = await OpenAsync(id, ct);
        if (!proven) return own with { Name = MaskedName(own.Name), Phone = Masked(own.Phone), Mail = Masked(own.Mail), WeChat = Masked(own.WeChat) };
        await RememberAsync(id, "本人查看", ct);
        return own;
    }

    /// <summary>The last first.</summary>
    public async Task<IReadOnlyList<OwnView>> ViewsAsync(TicketId id, CancellationToken ct)
    {
        var all = await _db.ReadAsync(
            "select actor, at from tickets.personal_data_view where ticket_id = $1 order by id desc limit 500", [id.Value],
            row => (By: EventJson.Read<Actor>(row.GetString(0)), At: row.Time(1)) is var (by, at) ? new OwnView(by.Role, _rules.NameOf(by.Department), at, by.Role == Role.Citizen) : null!, ct);
        var ownDays = new HashSet<DateTime>(); // who looks at this page five times shall still find the one official
        return [.. all.Where(v => !v.Own || ownDays.Add(TimeZoneInfo.ConvertTime(v.At, _rules.Zone).Date))];
    }

    /// <summary>更正: name and number; letters and calls go there from now on. Written into the view ledger.</summary>
    public async Task<Decision> CorrectAsync(TicketId id, string? name, string? phone, CancellationToken ct)
    {
        var wrong = new FieldErrors().Longest("name", name, ReportDraft.NameLength)
            .Check("phone", string.IsNullOrWhiteSpace(phone) || PhoneCodes.IsNumber(phone), "电话应为 7 到 20 位数字，如 13800001234 或 0473-3998000").Decision;
        if (wrong is not null) return wrong;
        var (own, number) = (await OpenAsync(id, ct), string.IsNullOrWhiteSpace(phone) ? null : PhoneNumber.Normalize(phone.Trim()));
        var changed = own with { Name = string.IsNullOrWhiteSpace(name) ? null : name.Trim(), Phone = number };
        await _db.ExecuteAsync(
            "update tickets.requester set sealed = $2, phone_mac = $3 where ticket_id = $1 and erased_at is null", [id.Value, _key.Seal(changed, id.ToString()), number is null ? null : _key.Phone(number)], ct);
        await RememberAsync(id, "本人更正", ct);
        return new Decision.Happened();
    }

    /// <summary>撤回同意: what was published of it is taken down at once.</summary>
    public Task WithdrawConsentAsync(TicketId id, CancellationToken ct) => _db.ExecuteAsync(
        """
        with taken as (update tickets.publish_consent set withdrawn_at = $2 where ticket_id = $1 and withdrawn_at is null returning ticket_id)
        update tickets.published_answer a set withdrawn_at = $2 from taken where a.ticket_id = taken.ticket_id and a.withdrawn_at is null
        """,
        [id.Value, _clock.Now()], ct);

    /// <summary>删除: name, number, addresses, query code and files go at once, the figures stay. Not while somebody still has to act, and not what the law has kept.</summary>
    public async Task<ErasureAnswer> EraseAsync(TicketId id, CancellationToken ct)
    {
        var open = await _db.ReadAsync("select closed_at is null from tickets.ticket where id = $1", [id.Value], row => row.GetBoolean(0), ct);
        if (open is not [false]) return ErasureAnswer.StillOpen;
        if (await _eraser.EraseAsync([id.Value], "本人申请删除（个人信息保护法第四十七条）", Actor.Citizen, ct) == 0) return ErasureAnswer.OnHold;
        await WithdrawConsentAsync(id, ct);
        return ErasureAnswer.Done;
    }

    private async Task<Requester> OpenAsync(TicketId id, CancellationToken ct)
    {
        var rows = await _db.ReadAsync("select sealed from tickets.requester where ticket_id = $1", [id.Value], row => row.GetFieldValue<byte[]>(0), ct);
        return rows is [var whole] ? _key.Open<Requester>(whole, id.ToString()) : new Requester(null, null);
    }

    private Task<int> RememberAsync(TicketId id, string purpose, CancellationToken ct) => _db.ExecuteAsync(
        "insert into tickets.personal_data_view (ticket_id, actor, purpose, at) values ($1, $2::text::jsonb, $3, $4)", [id.Value, EventJson.Write(Actor.Citizen), purpose, _clock.Now()], ct);

    private static string Purpose(TicketId id) => $"own-data:{id}";

    private static string? MaskedName(string? name) => string.IsNullOrEmpty(name) ? null : name[..1] + "＊＊";

    private static string? Masked(string? text) => text switch
    {
        null or "" => null,
        { Length: >= 11 } => $"{text[..3]}****{text[^4..]}",
        { Length: >= 7 } => $"****{text[^3..]}",
        _ => "***",
    };
}
