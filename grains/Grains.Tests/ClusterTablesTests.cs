using System.Net;
using Hotline.Tickets.Tests;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Hotline.Grains.Tests;

/// <summary>Our tables as Orleans uses them: members change only on the version that was seen, reminders only by the tag that was seen.</summary>
public sealed class ClusterTablesTests(GrainDeskTests.Cluster cluster) : IClassFixture<GrainDeskTests.Cluster>
{
    [Fact]
    public async Task A_member_joins_and_leaves_only_on_the_version_that_was_seen()
    {
        var members = cluster.One.Get<IMembershipTable>();
        var seen = await members.ReadAllAsync(Ct);
        Assert.Equal(2, seen.Members.Count(m => m.Item1.Status == SiloStatus.Active));
        var entry = Entry(port: 1);
        Assert.True(await members.InsertRowAsync(entry, seen.Version.Next(), Ct));
        Assert.False(await members.InsertRowAsync(Entry(port: 2), seen.Version.Next(), Ct)); // too late
        Assert.False(await members.InsertRowAsync(entry, (await members.ReadAllAsync(Ct)).Version.Next(), Ct)); // there already

        var read = await members.ReadRowAsync(entry.SiloAddress, Ct);
        var (one, tag) = Assert.Single(read.Members);
        Assert.Equal((entry.SiloAddress, entry.SiloName, entry.HostName, SiloStatus.Joining), (one.SiloAddress, one.SiloName, one.HostName, one.Status));
        Assert.Equal(entry.StartTime, one.StartTime);

        one.Status = SiloStatus.Dead;
        one.AddSuspector(cluster.One.Get<ILocalSiloDetails>().SiloAddress, Sample.Monday.UtcDateTime);
        Assert.False(await members.UpdateRowAsync(one, tag, seen.Version.Next(), Ct));
        Assert.True(await members.UpdateRowAsync(one, tag, (await members.ReadAllAsync(Ct)).Version.Next(), Ct));
        one.IAmAliveTime = Sample.Monday.UtcDateTime;
        await members.UpdateIAmAliveAsync(one, Ct);
        var dead = Assert.Single((await members.ReadRowAsync(entry.SiloAddress, Ct)).Members).Item1;
        Assert.Equal((SiloStatus.Dead, Sample.Monday.UtcDateTime), (dead.Status, dead.IAmAliveTime));
        Assert.Single(dead.SuspectTimes!);

        await members.CleanupDefunctSiloEntriesAsync(Sample.Monday.AddMinutes(1), Ct);
        var after = await members.ReadAllAsync(Ct);
        Assert.DoesNotContain(after.Members, m => m.Item1.SiloAddress.Equals(entry.SiloAddress));
        Assert.Equal(2, after.Members.Count(m => m.Item1.Status == SiloStatus.Active));
    }

    [Fact]
    public async Task Another_cluster_on_the_database_sees_nothing_and_ends_alone()
    {
        var members = cluster.One.Get<IMembershipTable>();
        await cluster.Db.ExecuteAsync("insert into grains.cluster (name) values ('other')", [], Ct);
        await members.DeleteMembershipTableEntriesAsync("other", Ct);
        Assert.Equal(["hotline"], await cluster.Db.ReadAsync("select name from grains.cluster", [], row => row.GetString(0), Ct));
    }

    [Fact]
    public async Task A_reminder_is_found_by_its_part_of_the_ring_and_goes_only_by_the_tag_that_was_seen()
    {
        var reminders = cluster.Other.Get<IReminderTable>();
        var (grain, other) = (GrainId.Create("ticket", "one"), GrainId.Create("ticket", "two"));
        var first = await reminders.UpsertRow(Reminder(grain, "call-back", TimeSpan.FromDays(40)), Ct);
        var second = await reminders.UpsertRow(Reminder(grain, "call-back", TimeSpan.FromHours(1)), Ct);
        await reminders.UpsertRow(Reminder(grain, "report", TimeSpan.FromHours(1)), Ct);
        await reminders.UpsertRow(Reminder(other, "call-back", TimeSpan.FromHours(1)), Ct);
        Assert.NotEqual(first, second);

        var row = (await reminders.ReadRow(grain, "call-back", Ct))!;
        Assert.Equal((grain, TimeSpan.FromHours(1), Sample.Monday.UtcDateTime, second), (row.GrainId, row.Period, row.StartAt, row.ETag));
        Assert.Null(await reminders.ReadRow(grain, "none", Ct));
        Assert.Equal(["call-back", "report"], (await reminders.ReadRows(grain, Ct)).Reminders.Select(r => r.ReminderName).Order(StringComparer.Ordinal));

        var hash = grain.GetUniformHashCode();
        Assert.Equal(3, (await reminders.ReadRows(hash, hash, Ct)).Reminders.Count); // the whole ring
        Assert.All((await reminders.ReadRows(hash - 1, hash, Ct)).Reminders, r => Assert.Equal(grain, r.GrainId));
        Assert.All((await reminders.ReadRows(hash, hash - 1, Ct)).Reminders, r => Assert.Equal(other, r.GrainId));

        Assert.False(await reminders.RemoveRow(grain, "call-back", first!, Ct));
        Assert.True(await reminders.RemoveRow(grain, "call-back", second!, Ct));
        await reminders.TestOnlyClearTable(Ct);
        Assert.Empty((await reminders.ReadRows(other, Ct)).Reminders);
    }

    private static DateTime Now { get; } = new(TimeProvider.System.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    private static ReminderEntry Reminder(GrainId grain, string name, TimeSpan period) => new() { GrainId = grain, ReminderName = name, Period = period, StartAt = Sample.Monday.UtcDateTime };

    /// <summary>It began just now: one that tries to join for long is put out by the others.</summary>
    private static MembershipEntry Entry(int port) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 7), SiloName = "host-7", HostName = "host", Status = SiloStatus.Joining, ProxyPort = 0,
        StartTime = Now, IAmAliveTime = Now,
    };
}
