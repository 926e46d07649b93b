using Hotline.Telephony.Calls;
using Hotline.Telephony.Police;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Police;

public sealed class AssignmentsTests
{
    [Fact]
    public async Task What_the_rule_assigned_is_told_until_its_ticket_has_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var db = await TestDatabase.CreateAsync("telephony", d => Migrations.ApplyAsync(d, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        var journal = Path.Combine(Directory.CreateTempSubdirectory("hotline-assigned-").FullName, "calls.jsonl");
        await using var log = new CallLog(db, journal, "node", journal + ".key", TimeProvider.System, NullLogger<CallLog>.Instance);
        var (call, now) = (CallId.New(), TimeProvider.System.GetUtcNow());
        log.Write(new CallRecord(call, "13800000001", "12345", now, now, now, null, new("1001"), null, "", PoliceState.Joined, null) { Flags = "骚扰", Direction = CallDirection.Outbound }, 1);
        log.Write(new CallEvent.ResponsibilityAssigned(call, now, ResponsibleSide.Hotline, "首接先行受理", "T1"));
        log.Write(new CallEvent.Supervised(call, now, new("9001"), SupervisionMode.Whisper, "带教"));
        await log.FlushAsync();

        var record = (await log.FindAsync(call))!;
        Assert.Equal(("骚扰", CallDirection.Outbound), (record.Flags, record.Direction));
        var assignments = new Assignments(db, TimeProvider.System);
        var told = Assert.Single(await assignments.ToTellAsync(ct));
        Assert.Equal((call, ResponsibleSide.Hotline, "首接先行受理", "T1", "1001"), (told.Call, told.Owner, told.Ground, told.Ticket, told.Agent!.Value.Value));
        await assignments.ToldAsync(call, "noted", ct);
        await assignments.ToldAsync(call, "noted", ct);
        Assert.Empty(await assignments.ToTellAsync(ct));
        log.Write(new CallEvent.ResponsibilityAgreed(CallId.New(), now, new("1001"), ResponsibleSide.Police));
        await log.FlushAsync();
        Assert.Equal((ResponsibleSide.Police, Responsibility.Agreed, null), Assert.Single(await assignments.ToTellAsync(ct)) is var agreed ? (agreed.Owner, agreed.Ground, agreed.Ticket) : default);
        Assert.Equal(["9001/whisper/带教"], await db.ReadAsync("select supervisor || '/' || mode || '/' || reason from telephony.supervision", [], row => row.GetString(0), ct));
        Directory.Delete(Path.GetDirectoryName(journal)!, recursive: true);
    }
}
