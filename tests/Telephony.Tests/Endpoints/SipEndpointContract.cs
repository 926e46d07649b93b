using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Endpoints;

/// <summary>What every engine of <see cref="ISipEndpoint"/> does, against a telephone and against sipp on real sockets; a test class of each engine inherits it.</summary>
public abstract class SipEndpointContract : IAsyncLifetime
{
    /// <summary>What never comes fails the test instead of holding up the suite, in milliseconds.</summary>
    private const int Patience = 60_000;

    private const int PeerTone = 800;
    private const int OtherTone = 1200;
    private const int OwnTone = 2000;

    private static int _ports = 36000;
    private readonly Channel<IEndpointCall> _arrived = Channel.CreateUnbounded<IEndpointCall>();
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-endpoint-").FullName;
    private ISipEndpoint _endpoint = null!;
    private EndpointPeer _peer = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="arrived">Told of each call that rings.</param>
    private protected abstract Task<ISipEndpoint> StartAsync(PhoneOptions options, Action<IEndpointCall> arrived);

    public async ValueTask InitializeAsync()
    {
        _endpoint = await StartAsync(Options(0), call => _arrived.Writer.TryWrite(call));
        _peer = await EndpointPeer.StartAsync(Tone(PeerTone));
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _endpoint.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory(Timeout = Patience), InlineData(true), InlineData(false)]
    public async Task A_call_rings_is_answered_and_is_hung_up_by_either_side(bool byPeer)
    {
        var line = _peer.Call(_endpoint.LocalEndPoint, "13800000000");
        var call = await ArrivesAsync();
        await line.Ringing.WaitAsync(Ct);
        Assert.Equal(("13800000000", "12345"), (call.CallerNumber, call.CalledNumber));

        call.Answer();
        await line.Answered.WaitAsync(Ct);
        Assert.True(await call.Answered.WaitAsync(Ct));

        if (byPeer) line.HangUp();
        else call.HangUp();
        Assert.Equal(byPeer ? CallEnd.Local : CallEnd.Remote, (await line.Ended.WaitAsync(Ct)).Cause);
        Assert.Equal(byPeer ? CallEnd.Remote : CallEnd.Local, (await call.Ended.WaitAsync(Ct)).Cause);
        Assert.Null(await call.Recorded.WaitAsync(Ct));
    }

    [Theory(Timeout = Patience), InlineData(true), InlineData(false)]
    public async Task It_calls_and_is_answered(bool byPeer)
    {
        var call = _endpoint.Call(_peer.Uri("110"), "12345");
        var line = await _peer.RingsAsync();
        Assert.True(await call.Ringing.WaitAsync(Ct));
        Assert.Equal(("12345", "110"), (line.Sip.CallerNumber, line.Sip.CalledNumber));

        line.Answer();
        Assert.True(await call.Answered.WaitAsync(Ct));

        if (byPeer) line.HangUp();
        else call.HangUp();
        Assert.Equal(byPeer ? CallEnd.Local : CallEnd.Remote, (await line.Ended.WaitAsync(Ct)).Cause);
        Assert.Equal(byPeer ? CallEnd.Remote : CallEnd.Local, (await call.Ended.WaitAsync(Ct)).Cause);
    }

    [Fact(Timeout = Patience)]
    public async Task A_call_may_be_answered_and_hung_up_in_one_breath()
    {
        var line = _peer.Call(_endpoint.LocalEndPoint, "13800000000");
        var call = await ArrivesAsync();
        call.Answer();
        call.HangUp();
        await Task.WhenAll(line.Ended, call.Ended).WaitAsync(Ct);
        Assert.Equal(CallEnd.Local, (await call.Ended).Cause);
    }

    [Fact(Timeout = Patience)]
    public async Task A_refusal_names_its_status_either_way()
    {
        var line = _peer.Call(_endpoint.LocalEndPoint, "13800000000");
        (await ArrivesAsync()).Reject(486);
        Assert.Equal((CallEnd.Failed, 486), await line.Ended.WaitAsync(Ct) is var e ? (e.Cause, e.Status) : default);

        var call = _endpoint.Call(_peer.Uri("110"), "12345");
        (await _peer.RingsAsync()).Sip.Reject(603);
        Assert.Equal(new EndpointEnd(CallEnd.Failed, 603), await call.Ended.WaitAsync(Ct));
        Assert.False(await call.Answered.WaitAsync(Ct));
    }

    [Fact(Timeout = Patience)]
    public async Task A_call_may_be_given_up_while_it_rings_either_way()
    {
        var line = _peer.Call(_endpoint.LocalEndPoint, "13800000000");
        var arrived = await ArrivesAsync();
        await line.Ringing.WaitAsync(Ct);
        line.HangUp();
        Assert.Equal(CallEnd.Cancelled, (await arrived.Ended.WaitAsync(Ct)).Cause);

        var call = _endpoint.Call(_peer.Uri("110"), "12345");
        var theirs = await _peer.RingsAsync();
        await call.Ringing.WaitAsync(Ct);
        call.HangUp();
        Assert.Equal(CallEnd.Cancelled, (await theirs.Ended.WaitAsync(Ct)).Cause);
        Assert.Equal(CallEnd.Cancelled, (await call.Ended.WaitAsync(Ct)).Cause);
    }

    [Fact(Timeout = Patience)]
    public async Task A_prompt_is_heard_in_full_and_says_so_and_one_that_is_stopped_or_replaced_does_not()
    {
        var (call, line) = await TalkAsync();
        var played = call.PlayAsync(Tone(OwnTone, 3));
        await TestTone.HeardAsync(line.Ear, OwnTone);
        Assert.True(await played.WaitAsync(Ct));

        var (replaced, looped) = (call.PlayAsync(Tone(OwnTone, 60)), call.PlayAsync(Tone(OtherTone, 0.3), loop: true));
        Assert.False(await replaced.WaitAsync(Ct));
        await TestTone.HeardAsync(line.Ear, OtherTone);
        call.StopPlaying();
        Assert.False(await looped.WaitAsync(Ct));
        await TestTone.SilentAsync(line.Ear);

        var cut = call.PlayAsync(Tone(OwnTone, 60));
        line.HangUp();
        Assert.False(await cut.WaitAsync(Ct));
    }

    [Fact(Timeout = Patience)]
    public async Task A_recording_holds_the_peer_on_the_left_and_what_it_hears_on_the_right()
    {
        var (call, line) = await TalkAsync();
        var file = Path.Combine(_folder, "call.wav");
        call.Record(file);
        Assert.Throws<InvalidOperationException>(() => call.Record(file));
        Assert.True(await call.PlayAsync(Tone(OwnTone, 2)).WaitAsync(Ct));
        line.HangUp();

        var recording = await call.Recorded.WaitAsync(Ct);
        Assert.InRange(recording!.Length.TotalSeconds, 1.9, 20);
        Assert.Equal(Path.GetFullPath(file), recording.File);
        var heard = StereoTones.Read(file);
        Assert.InRange(heard.Left(PeerTone), 0.5, 20);
        Assert.InRange(heard.Right(OwnTone), 1.8, 2.1);
        Assert.Equal((0, 0), (heard.Left(OwnTone), heard.Right(PeerTone)));
        Assert.True(call.Statistics is { PacketsIn: > 50, PacketsOut: > 50 });
    }

    [Fact(Timeout = Patience)]
    public async Task Keys_pass_either_way_each_once()
    {
        const string Keys = "0123456789*#ABCD";
        var (call, line) = await TalkAsync();
        line.Press(Keys);
        call.Press("5590#");

        var heard = "";
        while (heard.Length < Keys.Length) heard += await call.Digits.ReadAsync(Ct);
        Assert.Equal(Keys, heard);
        Assert.Equal("5590#", await line.KeysAsync(5));
        Assert.Throws<ArgumentException>(() => call.Press("12x"));
        _ = call.PlayAsync(Tone(OwnTone), loop: true);
        await TestTone.HeardAsync(line.Ear, OwnTone);

        line.HangUp();
        await call.Digits.Completion.WaitAsync(Ct);
        Assert.False(call.Digits.TryRead(out _));
    }

    [Fact(Timeout = Patience)]
    public async Task A_bridge_lets_two_peers_hear_each_other_and_is_recorded_with_the_first()
    {
        await using var other = await EndpointPeer.StartAsync(Tone(OtherTone));
        var (first, line) = await TalkAsync();
        var second = _endpoint.Call(other.Uri("8001"), "12345");
        var theirs = await other.RingsAsync();
        theirs.Answer();
        Assert.True(await second.Answered.WaitAsync(Ct));
        Assert.Throws<ArgumentException>(() => first.Bridge(first));

        var file = Path.Combine(_folder, "bridge.wav");
        first.Record(file);
        first.Bridge(second);
        await Task.WhenAll(TestTone.HeardAsync(line.Ear, OtherTone), TestTone.HeardAsync(theirs.Ear, PeerTone));
        Assert.Throws<InvalidOperationException>(() => second.Record(Path.Combine(_folder, "second.wav")));

        theirs.HangUp();
        await second.Ended.WaitAsync(Ct);
        await TestTone.SilentAsync(line.Ear);
        line.HangUp();
        await first.Recorded.WaitAsync(Ct);
        var heard = StereoTones.Read(file);
        Assert.True(heard.Left(PeerTone) > 0.3 && heard.Right(OtherTone) > 0.3);
    }

    [Fact(Timeout = Patience)]
    public async Task When_the_first_of_a_bridge_leaves_the_second_stays_and_may_be_played_to()
    {
        await using var other = await EndpointPeer.StartAsync(Tone(OtherTone));
        var (first, line) = await TalkAsync();
        var second = _endpoint.Call(other.Uri("8001"), "12345");
        var theirs = await other.RingsAsync();
        theirs.Answer();
        await second.Answered.WaitAsync(Ct);
        first.Bridge(second);
        await TestTone.HeardAsync(theirs.Ear, PeerTone);

        line.HangUp();
        await first.Ended.WaitAsync(Ct);
        await TestTone.SilentAsync(theirs.Ear);
        _ = second.PlayAsync(Tone(OwnTone), loop: true);
        await TestTone.HeardAsync(theirs.Ear, OwnTone);
        Assert.Throws<InvalidOperationException>(() => first.Bridge(second));
    }

    [Theory(Timeout = Patience), InlineData(200), InlineData(603)]
    public async Task A_transfer_tells_its_last_word(int outcome)
    {
        var (call, line) = await TalkAsync();
        var transfer = call.TransferAsync(SipUri.Parse("sip:8001@127.0.0.1:5099"));
        Assert.Equal("sip:8001@127.0.0.1:5099", (await line.Referred.WaitAsync(Ct)).Target.Text);
        line.Sip.ReportReferral(180);
        line.Sip.ReportReferral(outcome);
        Assert.Equal(outcome, await transfer.WaitAsync(Ct));

        call.HangUp();
        Assert.Equal(CallEnd.Remote, (await line.Ended.WaitAsync(Ct)).Cause);
        Assert.Equal(0, await call.TransferAsync(SipUri.Parse("sip:8001@127.0.0.1:5099")).WaitAsync(Ct));
    }

    [Fact(Timeout = Patience)]
    public async Task A_transfer_that_a_peer_asks_for_is_declined_and_the_call_goes_on()
    {
        var (call, line) = await TalkAsync();
        line.Sip.Refer(SipUri.Parse("sip:8001@127.0.0.1:5099"));
        Assert.Equal(603, await line.Transferred.WaitAsync(Ct));
        _ = call.PlayAsync(Tone(OwnTone), loop: true);
        await TestTone.HeardAsync(line.Ear, OwnTone);
    }

    [Fact(Timeout = Patience)]
    public async Task A_peer_may_hold_the_call_and_come_back()
    {
        var (call, line) = await TalkAsync();
        _ = call.PlayAsync(Tone(OwnTone), loop: true);
        await TestTone.HeardAsync(line.Ear, OwnTone);
        line.Hold(true);
        await TestTone.SilentAsync(line.Ear);
        line.Hold(false);
        await TestTone.HeardAsync(line.Ear, OwnTone);
    }

    [Fact(Timeout = Patience)]
    public async Task Sipp_calls_it_ten_times_and_every_call_is_whole()
    {
        using var sipp = await SippProcess.StartAsync("-sn", "uac", _endpoint.LocalEndPoint.ToString(), "-s", "12345", "-d", "300", "-m", "10", "-r", "5");
        for (var i = 0; i < 10; i++) (await ArrivesAsync()).Answer();
        Assert.Equal(0, await sipp.ExitAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Sipp_answers_and_sends_back_what_it_hears()
    {
        using var sipp = await SippProcess.StartAsync("-sn", "uas", "-rtp_echo");
        var call = _endpoint.Call(SipUri.Parse($"sip:service@127.0.0.1:{sipp.Port}"), "12345");
        Assert.True(await call.Answered.WaitAsync(Ct));
        var file = Path.Combine(_folder, "echo.wav");
        call.Record(file);
        Assert.True(await call.PlayAsync(Tone(OwnTone, 2)).WaitAsync(Ct));
        call.HangUp();
        await call.Recorded.WaitAsync(Ct);
        Assert.InRange(StereoTones.Read(file).Left(OwnTone), 0.5, 2.2);
    }

    [Fact(Timeout = Patience)]
    public async Task Closing_says_good_bye_to_every_call_and_completes_its_recording()
    {
        var mine = await StartAsync(Options(0), call => _arrived.Writer.TryWrite(call));
        var line = _peer.Call(mine.LocalEndPoint, "13800000000");
        var call = await ArrivesAsync();
        call.Answer();
        await line.Answered.WaitAsync(Ct);
        await call.Answered.WaitAsync(Ct);
        call.Record(Path.Combine(_folder, "closed.wav"));

        await mine.DisposeAsync();

        Assert.Equal(CallEnd.Remote, (await line.Ended.WaitAsync(Ct)).Cause);
        Assert.NotNull(await call.Recorded.WaitAsync(Ct));
    }

    [Fact(Timeout = Patience)]
    public async Task Calls_over_the_limit_and_calls_without_a_port_for_their_audio_are_refused_with_503()
    {
        var one = Options(0) with { MaxCalls = 1 };
        var two = Options(0);
        two = two with { LastRtpPort = two.FirstRtpPort + 3 };
        foreach (var (options, room) in new[] { (one, 1), (two, 2) })
        {
            await using var small = await StartAsync(options, call => call.Answer());
            for (var i = 0; i < room; i++) await _peer.Call(small.LocalEndPoint, "13800000000").Answered.WaitAsync(Ct);
            Assert.Equal((CallEnd.Failed, 503), await _peer.Call(small.LocalEndPoint, "13800000001").Ended.WaitAsync(Ct) is var e ? (e.Cause, e.Status) : default);
            if (room == 2) Assert.Throws<PortsExhaustedException>(() => small.Call(_peer.Uri("110"), "12345"));
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_taken_port_is_named()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(Options(port), _ => { }));
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    private async Task<IEndpointCall> ArrivesAsync() => await _arrived.Reader.ReadAsync(Ct);

    private async Task<(IEndpointCall Call, EndpointPeer.Line Line)> TalkAsync()
    {
        var line = _peer.Call(_endpoint.LocalEndPoint, "13800000000");
        var call = await ArrivesAsync();
        call.Answer();
        await line.Answered.WaitAsync(Ct);
        Assert.True(await call.Answered.WaitAsync(Ct));
        return (call, line);
    }

    private static PhoneOptions Options(int port)
    {
        var first = Interlocked.Add(ref _ports, 20);
        return new() { SipPort = port, FirstRtpPort = first, LastRtpPort = first + 19 };
    }

    private static Prompt Tone(int hertz, double seconds = 2) => Prompt.FromSamples(new TestTone(hertz, seconds).Samples);
}
