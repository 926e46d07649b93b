using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Operations;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Tests.Operations;

public sealed class AlarmsTests
{
    private static readonly NodeState Well = new(
        "n1", false, new(true, true, true, true), 10, 100, 0, TimeSpan.Zero, 5, new(0, 0, 0, 0, 0, 10, 0),
        new(1, TimeSpan.FromMilliseconds(1), TimeSpan.Zero, 20, 10, 0, 0, 0, 0, 0, 0, true, 0), 0.2, [Trunk(true)], 100L << 30);

    [Fact]
    public void A_node_that_is_well_raises_none() => Assert.Empty(Alarms.Of(Well));

    public static TheoryData<string, bool, NodeState> States => new()
    {
        { "sip-silent", true, Well with { Health = new(false, true, true, true) } },
        { "media-stopped", true, Well with { Health = new(true, false, true, true) } },
        { "no-real-time", false, Well with { Health = new(true, true, false, true) } },
        { "records-wait", false, Well with { Health = new(true, true, true, false) } },
        { "calls-full", true, Well with { Calls = 100 } },
        { "calls-nearly-full", false, Well with { Calls = 80 } },
        { "ports-nearly-used", false, Well with { PortsInUse = 0.85 } },
        { "few-files", false, Well with { MostFiles = 499 } },
        { "disk-nearly-full", false, Well with { FreeBytes = 5L << 30 } },
        { "disk-nearly-full", true, Well with { FreeBytes = 1 << 20 } },
        { "recordings-have-gaps", false, Well with { Media = Well.Media with { RecordingOverflows = 1 } } },
        { "audio-stuttered", false, Well with { Media = Well.Media with { WorstOverrun = TimeSpan.FromMilliseconds(80) } } },
        { "nobody-answers", true, Well with { Waiting = 1, Seats = 0 } },
        { "long-wait", false, Well with { Waiting = 1, LongestWait = TimeSpan.FromSeconds(61) } },
        { "trunk-down", true, Well with { Trunks = [Trunk(true), Trunk(false)] } },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void What_is_wrong_is_said_in_both_languages(string code, bool urgent, NodeState state)
    {
        var alarm = Assert.Single(Alarms.Of(state));
        Assert.Equal((code, urgent), (alarm.Code, alarm.Urgent));
        Assert.NotEmpty(alarm.Chinese);
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", alarm.English);
    }

    [Fact]
    public void The_limit_of_open_files_is_read_from_the_system()
    {
        Assert.Equal(1024, FileLimit.Parse(["Limit                     Soft Limit           Hard Limit           Units", "Max open files            1024                 524288               files"]));
        Assert.Equal(long.MaxValue, FileLimit.Parse(["Max open files            unlimited            unlimited            files"]));
        Assert.True(FileLimit.Read() > 100);
    }

    private static TrunkStatus Trunk(bool up) => new("gateway", up, null, [], 0, 0, 0, 0, 0, 0, 0);
}
