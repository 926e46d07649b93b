using Hotline.Telephony.Calls;
using Hotline.Telephony.Care;
using Hotline.Telephony.Police;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Care;

public sealed class ReferralsTests
{
    [Fact]
    public async Task Who_reached_12356_is_told_once_and_with_a_number_only_where_a_call_afterwards_is_wanted()
    {
        const string To = "12356心理援助热线";
        var ct = TestContext.Current.CancellationToken;
        await using var db = await TestDatabase.CreateAsync("telephony", d => Migrations.ApplyAsync(d, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        var journal = Path.Combine(Directory.CreateTempSubdirectory("hotline-referred-").FullName, "calls.jsonl");
        await using var log = new CallLog(db, journal, "node", journal + ".key", TimeProvider.System, NullLogger<CallLog>.Instance);
        var now = TimeProvider.System.GetUtcNow();
        var (silent, wanted, failed) = (Refer(followUp: false, joined: true), Refer(followUp: true, joined: true), Refer(followUp: true, joined: false));
        await log.FlushAsync();

        var referrals = new Referrals(db, log, TimeProvider.System);
        var told = await referrals.ToTellAsync(ct);
        Assert.Equal([(silent, null), (wanted, "13800000001")], told.Select(r => (r.Call, r.Number)));
        Assert.All(told, r => Assert.Equal((To, "1001", "12345"), (r.To, r.Agent.Value, r.Line)));
        foreach (var made in told) await referrals.ToldAsync(made.Call, "T1", ct);
        await referrals.ToldAsync(silent, "T2", ct);
        Assert.Empty(await referrals.ToTellAsync(ct));
        Assert.DoesNotContain(told, r => r.Call == failed);
        Directory.Delete(Path.GetDirectoryName(journal)!, recursive: true);

        CallId Refer(bool followUp, bool joined)
        {
            now += TimeSpan.FromSeconds(1);
            var call = CallId.New();
            log.Write(new CallRecord(call, "13800000001", "12345", now, now, now, null, new("1001"), null, "", PoliceState.None, null), 1);
            log.Write(new CallEvent.Referred(call, now, new("1001"), To, RiskLevel.Medium, followUp));
            log.Write(new LogEntry.TookPart(call, 2, Party.Outside, To, null, now, joined ? now : null, null, null));
            return call;
        }
    }
}
