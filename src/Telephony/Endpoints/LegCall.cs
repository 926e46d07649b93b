using System.Threading.Channels;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Endpoints;

/// <summary>The half of a call that is the media engine's, whoever brings the packets.</summary>
internal abstract class LegCall : IEndpointCall
{
    private readonly TaskCompletionSource<bool> _ringing = Promise<bool>();
    private readonly TaskCompletionSource<bool> _answered = Promise<bool>();
    private readonly TaskCompletionSource<EndpointEnd> _ended = Promise<EndpointEnd>();
    private readonly TaskCompletionSource<Recording?> _recorded = Promise<Recording?>();
    private readonly Channel<char> _digits = Channel.CreateUnbounded<char>();
    private static long _calls;
    private readonly long _number = Interlocked.Increment(ref _calls);
    private readonly Lock _turn = new();
    private readonly MediaEngine _engine;
    private readonly MediaLeg _leg;
    private TaskCompletionSource<bool>? _playing;
    private TaskCompletionSource<int>? _transfer;
    private Conversation? _talk;
    private LegCall? _bridgedTo;
    private bool _isRecorded;
    private bool _over;

    private protected LegCall(MediaEngine engine, MediaLeg leg)
    {
        (_engine, _leg) = (engine, leg);
        leg.Events = Noticed;
    }

    public required string CallerNumber { get; init; }
    public required string CalledNumber { get; init; }
    public Task<bool> Ringing => _ringing.Task;
    public Task<bool> Answered => _answered.Task;
    public Task<EndpointEnd> Ended => _ended.Task;
    public Task<Recording?> Recorded => _recorded.Task;
    public ChannelReader<char> Digits => _digits.Reader;
    public LegStatistics Statistics => _leg.Statistics;

    public abstract void Answer();

    public abstract void Reject(int status);

    public abstract void HangUp();

    public abstract void Press(string digits);

    private protected abstract void Refer(SipUri target);

    public Task<bool> PlayAsync(Prompt prompt, bool loop = false)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var playing = Promise<bool>();
        lock (_turn)
        {
            _playing?.TrySetResult(false);
            _playing = playing;
            if (_over) playing.SetResult(false);
            else _leg.Play(prompt, loop, tag: playing);
        }

        return playing.Task;
    }

    public void StopPlaying()
    {
        lock (_turn)
        {
            _playing?.TrySetResult(false);
            _leg.StopPlaying();
        }
    }

    public void Record(string file)
    {
        lock (_turn)
        {
            Free().Record(file);
            _isRecorded = true;
        }
    }

    public void Bridge(IEndpointCall other)
    {
        if (other is not LegCall theirs || theirs == this || theirs._engine != _engine) throw new ArgumentException("A bridge needs another call of the same endpoint.", nameof(other));
        // Always in the same order, so that two threads may bridge the same two calls either way round
        var (first, second) = _number < theirs._number ? (this, theirs) : (theirs, this);
        lock (first._turn)
        lock (second._turn)
            theirs.Join(this, Free());
    }

    public Task<int> TransferAsync(SipUri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        lock (_turn)
        {
            if (_over) return Task.FromResult(0);
            if (_transfer is { Task.IsCompleted: false }) throw new InvalidOperationException("The call is being transferred already.");
            _transfer = Promise<int>();
        }

        Refer(target);
        return _transfer.Task;
    }

    private protected void Rings() => _ringing.TrySetResult(true);

    private protected void Begin()
    {
        _ringing.TrySetResult(false);
        _answered.TrySetResult(true);
    }

    private protected void Pressed(char key) => _digits.Writer.TryWrite(key);

    private protected void Transferred(int status) => _transfer?.TrySetResult(status);

    private protected void End(EndpointEnd end)
    {
        lock (_turn)
        {
            if (_over) return;
            _over = true;
        }

        foreach (var waiting in new[] { _ringing, _answered, _playing }) waiting?.TrySetResult(false);
        _transfer?.TrySetResult(0);
        _digits.Writer.TryComplete();
        _ = CompleteAsync(_talk?.EndAsync());
        _leg.Close();
        _ended.TrySetResult(end);
    }

    private async Task CompleteAsync(Task<Recording?>? ending)
    {
        try
        {
            _recorded.TrySetResult(ending is null ? null : await ending);
        }
        catch (Exception e)
        {
            _recorded.TrySetException(e);
        }
    }

    /// <summary>Our own conversation.</summary>
    private Conversation Free()
    {
        if (_over) throw new InvalidOperationException("The call is over.");
        if (_bridgedTo is { _over: false }) throw new InvalidOperationException("The call is the second of a bridge: use the first.");
        if (_talk is not null) return _talk;
        _talk = _engine.OpenConversation(CallId.New());
        _talk.Join(_leg, Party.Citizen);
        return _talk;
    }

    private void Join(LegCall first, Conversation talk)
    {
        if (_over || _isRecorded || _bridgedTo is { _over: false })
            throw new InvalidOperationException("The second call of a bridge is over, bridged or recorded already: what records the first holds both.");
        (_bridgedTo, _talk) = (first, null);
        talk.Join(_leg, Party.Agent);
    }

    private void Noticed(MediaLegEvent what)
    {
        if (what is MediaLegEvent.Digit key) Pressed(key.Key);
        if (what is MediaLegEvent.PlayFinished { Tag: TaskCompletionSource<bool> playing }) playing.TrySetResult(true);
    }

    private static TaskCompletionSource<T> Promise<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
