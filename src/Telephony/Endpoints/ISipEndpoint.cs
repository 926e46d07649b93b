using System.Net;
using System.Threading.Channels;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Endpoints;

/// <summary>
/// SIP 端点, a port of design.md: a telephone without an ear, which answers and calls, plays, records, presses and hears keys, bridges and
/// transfers. <see cref="OwnEndpoint"/> by default. Every engine passes tests/Telephony.Tests/Endpoints/SipEndpointContract.cs.
/// Whoever opens it says what becomes of a call that arrives: it rings until it is answered or rejected.
/// </summary>
public interface ISipEndpoint : IAsyncDisposable
{
    /// <summary>Where peers reach it by SIP over UDP.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Calls somebody.</summary>
    /// <param name="to">sip:number@host:port</param>
    /// <param name="from">主叫号码</param>
    /// <exception cref="ArgumentException">It is no SIP address.</exception>
    /// <exception cref="PortsExhaustedException">No RTP port is free.</exception>
    IEndpointCall Call(SipUri to, string from);
}

/// <summary>Opens an endpoint of one engine.</summary>
/// <param name="arrived">Told of each call that rings, on a thread of the engine's: returns at once.</param>
/// <exception cref="InvalidOperationException">The SIP port is taken; the message names it.</exception>
public delegate Task<ISipEndpoint> OpenSipEndpoint(PhoneOptions options, Action<IEndpointCall> arrived, TimeProvider clock, ILoggerFactory logs, CancellationToken ct);

/// <summary>One call of an endpoint. Every member may be called from any thread and returns at once; what no longer fits the call's state is ignored.</summary>
public interface IEndpointCall
{
    /// <summary>主叫号码</summary>
    string CallerNumber { get; }

    /// <summary>被叫号码</summary>
    string CalledNumber { get; }

    /// <summary>Outgoing: true when it rings at the peer (180); false where it was answered or ended without.</summary>
    Task<bool> Ringing { get; }

    /// <summary>True when both sides have agreed and audio may flow; false where the call ended before.</summary>
    Task<bool> Answered { get; }

    /// <summary>How it ended.</summary>
    Task<EndpointEnd> Ended { get; }

    /// <summary>The complete recording, after the end; null where there was none. Fails with the disk's error.</summary>
    Task<Recording?> Recorded { get; }

    /// <summary>按键: keys that the peer pressed (RFC 4733), each once; completes with the call.</summary>
    ChannelReader<char> Digits { get; }

    LegStatistics Statistics { get; }

    /// <summary>接听</summary>
    void Answer();

    /// <summary>拒接</summary>
    /// <param name="status">400 to 699.</param>
    void Reject(int status);

    /// <summary>Whatever the state: CANCEL, BYE or 480.</summary>
    void HangUp();

    /// <summary>The peer hears this instead of a bridge. What plays already is replaced.</summary>
    /// <returns>True when it was played in full; false where it was stopped or replaced or the call ended. A loop never ends by itself.</returns>
    Task<bool> PlayAsync(Prompt prompt, bool loop = false);

    void StopPlaying();

    /// <summary>录音 into this new file, from now to the end: stereo A-law WAV, what the peer says left, what it hears right.</summary>
    /// <exception cref="IOException">The file exists, or cannot be made.</exception>
    /// <exception cref="InvalidOperationException">It is recorded already, is over, or is the second of a bridge.</exception>
    void Record(string file);

    /// <summary>Sends key presses (RFC 4733), one after the other.</summary>
    /// <exception cref="ArgumentException">A character is not 0-9, *, #, A-D.</exception>
    /// <exception cref="InvalidOperationException">The peer did not agree to telephone-event.</exception>
    void Press(string digits);

    /// <summary>桥接: this peer and the other's hear each other until one of them hangs up; a recording of this call holds both.</summary>
    /// <exception cref="ArgumentException">The other is this very call, or of another endpoint.</exception>
    /// <exception cref="InvalidOperationException">One is over or the second of a bridge, or the other is recorded itself.</exception>
    void Bridge(IEndpointCall other);

    /// <summary>盲转: asks the peer to call somebody else (REFER, RFC 3515). A peer's own REFER is declined.</summary>
    /// <returns>The last status that the peer reported, 200 where it reached them; 0 where the call ended without a word.</returns>
    Task<int> TransferAsync(SipUri target);
}

/// <param name="Status">The final status that ended it; 0 where none did.</param>
public sealed record EndpointEnd(CallEnd Cause, int Status);
