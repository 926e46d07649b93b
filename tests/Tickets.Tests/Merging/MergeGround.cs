using Hotline.Tickets.Accepting;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Requesters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Merging;

/// <summary>What tests of merging share: the desks on one database, and a fingerprint of everything stored of a ticket.</summary>
internal sealed record MergeGround(TicketHouse House) : IAsyncDisposable
{
    internal MergeDesk Desk { get; } = new(House.Db, House.Clock);
    internal Relations Relations { get; } = new(House.Db, Sample.Rules);
    internal SplitDesk Split { get; } = new(House.Store, House.Reception, new RequesterFile(House.Db, House.Key, House.Clock), Sample.Rules, House.Clock);

    internal MergeNotices Notices { get; } = new(House.Db, new LetterOffice(House.Db, House.Store, House.Key, Sample.Rules, new DeliveryOptions(), House.Clock));

    internal static async Task<MergeGround> OpenAsync() => new(await TicketHouse.OpenAsync());

    internal MasterWatch Watch() => new(House.Db, House.Store, Sample.Rules, Notices, House.Clock, NullLogger<MasterWatch>.Instance);

    internal async Task<List<Receipt>> AcceptAsync(int count, Request? request = null)
    {
        var receipts = new List<Receipt>();
        for (var i = 0; i < count; i++) receipts.Add(await House.AcceptAsync((request ?? TicketStory.Request) with { Phone = $"139{i:D8}" }));
        return receipts;
    }

    internal async Task<MergeOutcome.Done> MergeAsync(TicketId master, params IEnumerable<TicketId> members) =>
        Assert.IsType<MergeOutcome.Done>(await Desk.MergeAsync(master, [.. members], "同一停水事件", Sample.Dispatcher, Ct));

    internal async Task UnmergeAsync(TicketId member) => Assert.IsType<MergeOutcome.Done>(await Desk.UnmergeAsync(member, "不是同一事项", Sample.Dispatcher, Ct));

    internal async Task<string> RefusedAsync(TicketId master, params TicketId[] members) =>
        Assert.IsType<Decision.Refused>(Assert.IsType<MergeOutcome.Not>(await Desk.MergeAsync(master, members, "同一停水事件", Sample.Dispatcher, Ct)).Why).Code;

    internal async Task<string> FingerprintAsync(TicketId id) => (await FingerprintsAsync([id]))[id];

    /// <summary>Everything stored of each ticket but the relation: snapshot, events with their hashes, clock rows, holders, tasks, ratings.</summary>
    internal async Task<Dictionary<TicketId, string>> FingerprintsAsync(IEnumerable<TicketId> ids) => (await House.Db.ReadAsync(
        """
        select i, encode(sha256(convert_to(concat_ws('|',
          (select (to_jsonb(t) - 'merged_into')::text from tickets.ticket t where t.id = i),
          (select string_agg(to_jsonb(e)::text, ',' order by e.version) from tickets.event e where e.ticket_id = i),
          (select string_agg(to_jsonb(c)::text, ',' order by c.version, c.name, c.task) from tickets.clock c where c.ticket_id = i),
          (select string_agg(to_jsonb(h)::text, ',' order by h.version) from tickets.holder h where h.ticket_id = i),
          (select string_agg(to_jsonb(k)::text, ',' order by k.no) from tickets.task k where k.ticket_id = i),
          (select string_agg(to_jsonb(r)::text, ',' order by r.version) from tickets.rating r where r.ticket_id = i)), 'UTF8')), 'hex')
        from unnest($1) i
        """,
        [ids.Select(i => i.Value).ToArray()], row => (Id: new TicketId(row.GetGuid(0)), Print: row.GetString(1)), Ct)).ToDictionary(f => f.Id, f => f.Print);

    internal async Task<long> CountAsync(string sql) => (await House.Db.ReadAsync(sql, [], row => row.GetInt64(0), Ct))[0];

    internal async Task<TicketId?> MasterOfAsync(TicketId id) => (await House.Store.LoadAsync(id, Ct))!.Ticket.MergedInto;

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
