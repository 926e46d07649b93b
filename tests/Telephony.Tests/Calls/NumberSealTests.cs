using Hotline.Telephony.Blocking;
using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>号码密存: what stands in the database and in the journal, and what is read of it.</summary>
public sealed class NumberSealTests : IAsyncLifetime
{
    private const string Number = "13800001234";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-numbers-").FullName;
    private NpgsqlDataSource _db = null!;
    private CallLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _log = Open(_db);
    }

    [Fact]
    public async Task No_table_holds_a_citizens_number_and_all_is_read_back()
    {
        var (called, placed, task, entry) = (Call(Number, "12345"), Call("12345", Number) with { Direction = CallDirection.Outbound }, Task(), Entry());
        CallEvent[] events = [new CallEvent.Arrived(called.Id, Now, Number, "12345"), new CallEvent.CallbackAccepted(called.Id, Now, Number, Confirmed: true)];
        foreach (var call in new[] { called, placed }) _log.Write(call, 1);
        foreach (var happened in events) _log.Write(happened);
        _log.Write(new CallbackEntry(task));
        _log.Write(new BlacklistWrite(entry));
        await _log.FlushAsync();

        Assert.DoesNotContain(Number, await DumpAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await _db.ReadAsync("select 1 from telephony.call where '12345' in (caller, called)", [], row => 1, Ct)).Count); // the city's own number stays
        Assert.Equal((called, placed), (await _log.FindAsync(called.Id), await _log.FindAsync(placed.Id)));
        Assert.Equal(events, await _log.EventsAsync(called.Id));
        Assert.Equal(Number, Assert.Single(await _log.ReadAsync($"select {CallbackTask.Columns} from telephony.callback", [], row => CallbackTask.Read(row, _log.Numbers), Ct)).Number);
        Assert.Equal(entry, Assert.Single(await _log.ReadAsync($"select {BlacklistEntry.Columns} from telephony.blacklist", [], row => BlacklistEntry.Read(row, _log.Numbers), Ct)));
    }

    [Fact]
    public async Task A_number_is_found_however_it_is_written_and_the_look_up_is_noted()
    {
        CallRecord[] all = [Call("+86 138-0000-1234", "12345"), Call("12345", Number) with { Direction = CallDirection.Callback, ArrivedAt = Now.AddHours(1) }, Call("13900009999", "12345"), Call("", "12345")];
        foreach (var call in all) _log.Write(call, 1);
        await _log.FlushAsync();

        var found = await new NumberLookup(_db, _log, TimeProvider.System).FindAsync("0086 13800001234", "5001", "本人查询", Ct);
        Assert.Equal([(all[1].Id, "12345"), (all[0].Id, "12345")], found.Select(c => (c.Id, c.Line)));
        Assert.Equal([("5001", "本人查询", 2)], await _db.ReadAsync("select by_account, purpose, calls from telephony.number_lookup", [], row => (row.GetString(0), row.GetString(1), row.GetInt32(2)), Ct));
        Assert.DoesNotContain("1234\"", await DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_older_version_wrote_in_clear_is_sealed_once_also_by_two_hosts_at_a_time()
    {
        const int Calls = 1_203;
        await _log.FlushAsync();
        await _db.ExecuteAsync(
            """
            with c as (
              insert into telephony.call (id, version, host, caller, called, arrived_at, digits, police, direction)
              select gen_random_uuid(), 1, 'old', case n % 3 when 0 then '12345' when 1 then '' else '138' || lpad(n::text, 8, '0') end, case n % 3 when 0 then '139' || lpad(n::text, 8, '0') else '12345' end,
                $1, '', 'None', case n % 3 when 0 then 'Outbound' else 'Inbound' end from generate_series(1, $2) n returning *)
            insert into telephony.call_event (id, call_id, at, kind, body)
            select gen_random_uuid(), id, $1, 'arrived', jsonb_build_object('kind', 'arrived', 'call', id, 'at', $1, 'caller', caller, 'called', called) from c where direction = 'Inbound'
            """,
            [Now, Calls], Ct);
        await _db.ExecuteAsync(
            "insert into telephony.blacklist (id, number, reason, proposed_by, proposed_at, state, version) values (gen_random_uuid(), $1, '骚扰', '1001', $2, 'Proposed', 1)", [Number, Now], Ct);
        var before = (await _log.RecentAsync(5_000)).ToDictionary(c => c.Id);

        await using var other = Open(_db);
        await System.Threading.Tasks.Task.WhenAll(Sealing(_log).SealAsync(Ct), Sealing(other).SealAsync(Ct));

        Assert.DoesNotMatch("\"13[89]\\d{8}\"", await DumpAsync());
        Assert.All(await _log.RecentAsync(5_000), call => Assert.Equal(before[call.Id], call));
        Assert.Equal([(long)Calls / 3 * 2], await _db.ReadAsync("select count(*) from telephony.call where number_mac is not null", [], row => row.GetInt64(0), Ct));
        var someone = before.Values.First(c => c.Direction == CallDirection.Inbound && c.Caller.Length > 0);
        Assert.Equal(someone.Caller, Assert.IsType<CallEvent.Arrived>(Assert.Single(await _log.EventsAsync(someone.Id))).Caller);
        Assert.Equal(someone.Id, Assert.Single(await new NumberLookup(_db, _log, TimeProvider.System).FindAsync(someone.Caller, "5001", "核对", Ct)).Id);
        Assert.Equal(0, await Sealing(_log).SealAsync(Ct));
    }

    [Fact]
    public async Task The_journal_holds_no_number_and_one_of_an_older_version_is_still_replayed()
    {
        var (journal, call) = (Path.Combine(_folder, "away.jsonl"), Call(Number, "12345"));
        await using (var away = new CallLog(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1"), journal, "node", Key, TimeProvider.System, NullLogger<CallLog>.Instance))
        {
            away.Write(call, 1);
            await away.FlushAsync();
        }

        Assert.DoesNotContain(Number, await File.ReadAllTextAsync(journal, Ct), StringComparison.Ordinal);
        var old = Call("13700007777", "12345");
        await File.AppendAllTextAsync(journal, System.Text.Json.JsonSerializer.Serialize<LogEntry>(new LogEntry.Call(old, 1, "node"), CallJson.Options) + "\nthe tail of a cra", Ct);
        await using var log = new CallLog(_db, journal, "node", Key, TimeProvider.System, NullLogger<CallLog>.Instance);
        log.WriteSeatsSeen();
        await log.FlushAsync();
        await log.FlushAsync();
        Assert.Equal((call, old), (await log.FindAsync(call.Id), await log.FindAsync(old.Id)));
        Assert.DoesNotContain("13700007777", await DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_opens_for_its_own_row_and_key_only()
    {
        var (mine, others) = (Guid.NewGuid(), Guid.NewGuid());
        var kept = _log.Numbers.Seal(Number, mine);
        Assert.NotEqual(kept, _log.Numbers.Seal(Number, mine));
        Assert.Equal(Number, _log.Numbers.Open(kept, mine));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => _log.Numbers.Open(kept, others));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => NumberSeal.FromFile(Key + "2").Open(kept, mine));
        var spoofed = _log.Numbers.Seal("sealed:AAAA", mine); // whoever calls under such a name is kept like anybody
        Assert.Equal("sealed:AAAA", _log.Numbers.Open(spoofed, mine));
        await File.WriteAllTextAsync(Key + "3", "short", Ct);
        Assert.Contains("Telephony:PersonalKeyFile", Assert.Throws<InvalidOperationException>(() => NumberSeal.FromFile(Key + "3")).Message, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Key => Path.Combine(_folder, "key");

    private CallLog Open(NpgsqlDataSource db) => new(db, Path.Combine(_folder, $"{Guid.NewGuid()}.jsonl"), "node", Key, TimeProvider.System, NullLogger<CallLog>.Instance);

    private NumberSealing Sealing(CallLog log) => new(_db, log, TimeProvider.System, NullLogger<NumberSealing>.Instance);

    private static CallRecord Call(string caller, string called) => new(CallId.New(), caller, called, Now, Now, null, Now, null, "citizen hung up", "", PoliceState.None, null);

    private static CallbackTask Task() => new(Guid.CreateVersion7(), CallbackKind.Missed, Number, "12345", Now, CallId.New(), Now) { LostAt = Now, NextAt = Now, Version = 1 };

    private static BlacklistEntry Entry() => new(Guid.CreateVersion7(), Number, "骚扰", new("1001"), Now, null) { Version = 1 };

    /// <summary>Every row of every table of telephony, as JSON.</summary>
    private async Task<string> DumpAsync()
    {
        var tables = await _db.ReadAsync("select table_name from information_schema.tables where table_schema = 'telephony' and table_type = 'BASE TABLE'", [], row => row.GetString(0), Ct);
        var rows = new List<string>();
        foreach (var table in tables) rows.AddRange(await _db.ReadAsync($"select to_jsonb(t)::text from telephony.\"{table}\" t", [], row => row.GetString(0), Ct));
        return string.Join('\n', rows);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
