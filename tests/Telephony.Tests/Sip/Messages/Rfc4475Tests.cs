using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Messages;

/// <summary>The torture tests of RFC 4475: what its section 3 says of each message.</summary>
public sealed class Rfc4475Tests
{
    private const string Missing = "RFC 4475's messages are not here: put them into ../shared/data/sip/rfc4475 or set HOTLINE_SHARED_DATA.";

    /// <summary>0: must be understood. Else the status it must be refused with before anybody looks at dialogs. -1: no response possible.</summary>
    public static TheoryData<string, int> Messages => new()
    {
        { "wsinv", 0 }, { "intmeth", 0 }, { "esc01", 0 }, { "escnull", 0 }, { "esc02", 0 }, { "lwsdisp", 0 }, { "longreq", 0 },
        { "dblreq", 0 }, { "semiuri", 0 }, { "transports", 0 }, { "mpart01", 0 }, { "unreason", 0 }, { "noreason", 0 },
        { "badinv01", -1 }, { "clerr", 400 }, { "ncl", 400 }, { "scalar02", 400 }, { "scalarlg", 400 }, { "quotbal", 400 },
        { "ltgtruri", 400 }, { "lwsruri", 400 }, { "lwsstart", 400 }, { "trws", 400 }, { "escruri", 400 }, { "baddate", 0 },
        { "regbadct", 400 }, { "badaspec", 400 }, { "baddn", 0 }, { "badvers", 505 }, { "mismatch01", 400 }, { "mismatch02", 400 },
        { "bigcode", -1 }, { "badbranch", 0 }, { "insuf", 400 }, { "unkscm", 416 }, { "novelsc", 416 }, { "unksm2", 0 }, { "bext01", 0 },
        { "invut", 0 }, { "regaut01", 0 }, { "multi01", 400 }, { "mcl01", 400 }, { "bcast", 0 }, { "zeromf", 0 }, { "cparam01", 0 },
        { "cparam02", 0 }, { "regescrt", 0 }, { "sdp01", 0 }, { "inv2543", 400 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Each_message_is_taken_as_the_RFC_says(string name, int status)
    {
        var folder = SharedData.Find(Path.Combine("sip", "rfc4475"));
        Assert.SkipWhen(folder is null, Missing);

        var parsed = SipParser.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".dat")));

        if (status == -1) Assert.Null(parsed.Message);
        else if (status == 0) Assert.Null(parsed.Fault);
        else Assert.Equal((false, status), (parsed.IsGood, parsed.Status));
    }

    [Fact]
    public void The_table_above_has_every_message()
    {
        var folder = SharedData.Find(Path.Combine("sip", "rfc4475"));
        Assert.SkipWhen(folder is null, Missing);

        var files = Directory.GetFiles(folder, "*.dat").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        Assert.Equal(files, Messages.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_tortuous_INVITE_reads_as_meant()
    {
        var folder = SharedData.Find(Path.Combine("sip", "rfc4475"));
        Assert.SkipWhen(folder is null, Missing);

        var m = SipParser.Parse(File.ReadAllBytes(Path.Combine(folder, "wsinv.dat"))).Message!;

        Assert.Equal(("1918181833n", "98asjd8", 9u, "INVITE"), (m.To.Tag, m.From.Tag, m.CSeq, m.CSeqMethod));
        Assert.Equal(("192.0.2.2:5060", "390skdjuw"), (m.Via.SentBy, m.Via.Branch));
        Assert.Equal(150, m.Body.Length);
    }
}
