using Hotline.Telephony.Media;
using Hotline.Telephony.Operations;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Calls;

/// <summary>
/// The conversation of a call: who is in it, its recording, and the text of each party. It is recorded from the answer on,
/// greeting and music included; words are written down from when somebody listens.
/// </summary>
internal sealed partial class CallTalk
{
    private const int Utterances = 10_000;

    private readonly CallId _id;
    private readonly CallServices _services;
    private readonly CallPaper _paper;
    private readonly ILogger _log;
    private readonly Conversation _conversation;
    private readonly RtpLeg _citizen;
    private readonly Dictionary<MediaLeg, IListening> _listening = [];
    private readonly List<Task<bool>> _stopping = [];
    private bool _transcribed;
    private bool _bridged;
    private AudioFile? _file;
    private readonly Dictionary<MediaLeg, (Party Party, Audience Audience)> _members = [];
    private readonly List<LegQuality> _left = [];
    private int _listened;

    internal CallTalk(CallId id, RtpLeg citizen, TelephonyOptions.Line line, CallPaper paper, CallServices services, ILogger log)
    {
        (_id, _citizen, _paper, _services, _log) = (id, citizen, paper, services, log);
        _conversation = services.Engine.OpenConversation(id);
        _transcribed = line.Transcribed;
        if (line.Recorded) Record();
        if (!_transcribed) _paper.Transcribed();
        _conversation.Join(citizen, Party.Citizen);
    }

    /// <summary>The leg hears and is heard; again: its audience changes.</summary>
    internal void Join(MediaLeg leg, Party party, Audience audience = Audience.Everybody)
    {
        if (_members.TryGetValue(leg, out var now) && now == (party, audience)) return;
        if (!_listening.ContainsKey(_citizen)) Listen(_citizen, Party.Citizen);
        _conversation.Join(leg, party, audience);
        if (!_members.ContainsKey(leg)) Listen(leg, party);
        _members[leg] = (party, audience);
    }

    /// <summary>A disk that takes no recording ends no call.</summary>
    private void Record()
    {
        try
        {
            _conversation.Record(() =>
            {
                (_file, var name) = _services.Recordings.Create(_id, _services.Clock.GetLocalNow());
                _paper.Recording = new(name, default, 0, null);
                return _file;
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotRecorded(_log, _id, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Call {Id} is not recorded: the file cannot be made")]
    private static partial void NotRecorded(ILogger log, CallId id, Exception e);

    /// <summary>录音暂停: silence in recording and transcript until it is taken back.</summary>
    internal void Pause(bool paused) => _conversation.Pause(paused);

    /// <summary>不同意录音: nothing of this call is kept, neither sound nor words, from its beginning on.</summary>
    internal void Discard()
    {
        _file?.Discard();
        _paper.Recording = null;
        _conversation.Pause(paused: true);
        StopTranscribing();
        _paper.ForgetWords();
    }

    /// <summary>From now on nothing that is said is written down; the recording goes on.</summary>
    internal void StopTranscribing()
    {
        _transcribed = false;
        foreach (var (leg, listener) in _listening)
        {
            leg.Tap?.Complete();
            leg.Tap = null;
            _stopping.Add(StopAsync(listener));
        }

        _listening.Clear();
        _paper.Transcribed(); // nor later from the recording
    }

    private void Listen(MediaLeg leg, Party party)
    {
        if (!_transcribed || _bridged) return;
        var tap = new AudioTap();
        var first = _listened++ * Utterances; // a party's second listener must not repeat its first one's numbers
        leg.Tap = tap;
        _listening[leg] = _services.Transcriber.Listen(
            _id, party, tap, s => _paper.Heard(s with { Utterance = s.Utterance + first }),
            d => _paper.Dropped(d with { Utterance = d.Utterance + first }));
    }

    /// <summary>转往邻台: the leg to another node, where the talk is recorded and written down; here neither is done while it lasts.</summary>
    internal void Bridge(MediaLeg leg)
    {
        foreach (var heard in _listening.Keys.ToList()) StopListening(heard);
        _bridged = true;
        _conversation.Pause(paused: true);
        Join(leg, Party.Agent);
    }

    /// <summary>The other node is gone: the talk goes on here.</summary>
    internal void Unbridge()
    {
        if (!_bridged) return;
        _bridged = false;
        _conversation.Pause(paused: false);
    }

    internal void Leave(MediaLeg leg)
    {
        if (leg is RtpLeg phone && _members.TryGetValue(leg, out var member)) _left.Add(new(member.Party, phone.Statistics));
        _conversation.Leave(leg);
        _members.Remove(leg);
        StopListening(leg);
    }

    private void StopListening(MediaLeg leg)
    {
        leg.Tap?.Complete();
        leg.Tap = null;
        if (_listening.Remove(leg, out var listener)) _stopping.Add(StopAsync(listener));
    }

    /// <summary>通话质量 of every telephone that is or was on the line, the citizen's first.</summary>
    internal IReadOnlyList<LegQuality> Quality() =>
        [new(Party.Citizen, _citizen.Statistics), .. _left, .. _members.Where(m => m.Key is RtpLeg && m.Key != _citizen).Select(m => new LegQuality(m.Value.Party, m.Key.Statistics))];

    /// <summary>Null when nothing was recorded.</summary>
    internal async Task<Recording?> EndAsync()
    {
        foreach (var leg in _listening.Keys.ToList()) Leave(leg);
        _conversation.Leave(_citizen);
        if (await _conversation.EndAsync() is not { } recording) return null;
        _paper.Recording = _paper.Recording! with { Length = recording.Length, Bytes = recording.Bytes, Sha256 = recording.Sha256 };
        return recording;
    }

    /// <summary>Waits for the text of what was said last.</summary>
    internal async Task StopListeningAsync()
    {
        if ((await Task.WhenAll(_stopping)).All(complete => complete)) _paper.Transcribed();
    }

    private static async Task<bool> StopAsync(IListening listener)
    {
        await listener.DisposeAsync();
        return listener.IsComplete;
    }
}
