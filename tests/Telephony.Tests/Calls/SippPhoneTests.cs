using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>sipp plays the agent's phone by the harness's scenarios; it sends back what it hears, so that the citizen's own tone proves the audio both ways.</summary>
public sealed class SippPhoneTests
{
    private const int CitizenTone = 800;
    private static readonly AgentId Agent = new("1001");

    [Fact]
    public async Task Sipp_answers_as_the_agents_phone_and_is_told_when_the_citizen_hangs_up()
    {
        using var sipp = Start("a01_agent_answer.xml");
        await using var hotline = await StartAsync(sipp.Port);
        await using var citizen = hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        await hotline.NextAsync<CallEvent.AgentAnswered>();
        await TestTone.HeardAsync(citizen.Ear, CitizenTone);
        citizen.HangUp();
        await hotline.NextAsync<CallEvent.Ended>();
        Assert.Equal(0, await sipp.ExitAsync());
        Assert.Equal(SeatState.WrapUp, hotline.Seats.Find(Agent)!.State);
    }

    [Fact]
    public async Task Sipp_is_busy_and_the_next_agent_gets_the_citizen()
    {
        using var sipp = Start("a02_agent_busy.xml");
        await using var hotline = await StartAsync(sipp.Port);
        await using var citizen = hotline.Dial();
        Assert.Equal(Agent, (await hotline.NextAsync<CallEvent.OfferLapsed>()).Agent);
        var next = hotline.Agent("1002", 1500);
        CallEvent.Offered offer;
        do offer = await hotline.NextAsync<CallEvent.Offered>(); while (offer.Agent != next.Id);
        Assert.True(await hotline.Board.AnswerAsync(offer.Call, next.Id));
        await TestTone.HeardAsync(citizen.Ear, 1500);
        Assert.Equal(0, await sipp.ExitAsync());
    }

    [Fact]
    public async Task Sipp_hangs_up_as_the_agents_phone_and_the_citizen_is_not_left_alone()
    {
        using var sipp = Start("a04_agent_hangs_up.xml", Mended);
        await using var hotline = await StartAsync(sipp.Port);
        await using var citizen = hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        await hotline.NextAsync<CallEvent.AgentAnswered>();
        await TestTone.HeardAsync(citizen.Ear, CitizenTone);
        Assert.Equal(0, await sipp.ExitAsync());
        Assert.Equal("agent hung up", (await hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(SeatState.WrapUp, hotline.Seats.Find(Agent)!.State);
    }

    /// <summary>
    /// The scenario as it stands sends a BYE without the tag of our side and takes its target from the Contact of an ACK, which need not have one
    /// (RFC 3261 sections 12.2.1.1 and 20): no dialog could know it. Both come from the INVITE here.
    /// </summary>
    private static string Mended(string scenario) => scenario
        .Replace("""<recv request="INVITE"></recv>""", """<recv request="INVITE" rrs="true"><action><ereg regexp=".*" search_in="hdr" header="From:" assign_to="1"/></action></recv>""", StringComparison.Ordinal)
        .Replace("""<recv request="ACK" rrs="true"></recv>""", """<recv request="ACK"></recv>""", StringComparison.Ordinal)
        .Replace("To: <sip:caller@[remote_ip]:[remote_port]>[peer_tag_param]", "To:[$1]", StringComparison.Ordinal);

    private static async Task<RunningHotline> StartAsync(int port)
    {
        var hotline = await RunningHotline.StartAsync(o => o with
        {
            AgentPhones = new Dictionary<string, string> { ["1001"] = string.Create(CultureInfo.InvariantCulture, $"sip:1001@127.0.0.1:{port}") },
        });
        hotline.Seats.SignIn(Agent, "1001");
        hotline.Seats.Ready(Agent);
        return hotline;
    }

    private static Sipp Start(string scenario, Func<string, string>? mend = null)
    {
        var file = Scenario(scenario);
        Assert.SkipUnless(file is not null, "the scenarios are not here: put shared/harness beside the checkout");
        Assert.SkipUnless(File.Exists("/usr/bin/sipp"), "sipp is not installed: apt install sip-tester");
        if (mend is null) return new(file!);
        var mended = Path.Combine(Directory.CreateTempSubdirectory("hotline-sipp-").FullName, scenario);
        File.WriteAllText(mended, mend(File.ReadAllText(file!)));
        return new(mended);
    }

    private static string? Scenario(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "shared", "harness", "scenarios", "functional", name);
            if (File.Exists(file)) return file;
        }

        return null;
    }

    private sealed class Sipp : IDisposable
    {
        private readonly Process _process;

        private readonly string _scenario;

        internal Sipp(string scenario)
        {
            _scenario = scenario;
            Port = FreePort();
            string[] arguments = ["-sf", scenario, "-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", Text(Port), "-mp", Text(FreePort()), "-m", "1", "-rtp_echo", "-nostdin", "-timeout", "60s"];
            _process = Process.Start(new ProcessStartInfo("/usr/bin/sipp", arguments)
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
            })!;
            _process.BeginOutputReadLine(); // read and dropped: a full pipe would stop it
            _process.BeginErrorReadLine();
        }

        internal int Port { get; }

        internal async Task<int> ExitAsync()
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return _process.ExitCode;
        }

        private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port & ~1;
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
            if (_scenario.StartsWith(Path.GetTempPath(), StringComparison.Ordinal)) Directory.Delete(Path.GetDirectoryName(_scenario)!, recursive: true);
        }
    }
}
