using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Speech;

/// <summary>What became of the utterances so far.</summary>
/// <param name="Recognised">With a text that was passed on.</param>
/// <param name="Empty">It was music or a tone, or the engine heard no speech.</param>
/// <param name="Dropped">The text was invented or too doubtful (<see cref="TranscriptGuard"/>).</param>
/// <param name="GivenUp">Past the deadline, or the engine failed.</param>
/// <param name="SkippedPartials">Partial texts not made because no worker was free.</param>
/// <param name="Waiting">Speech in memory that waits for a worker or is with one.</param>
public sealed record SpeechCounters(long Recognised, long Empty, long Dropped, long GivenUp, long SkippedPartials, TimeSpan Waiting);

/// <summary>Who is recognised next: one utterance per listener at a time, as many listeners as there are workers, live calls first.</summary>
internal sealed partial class Recognitions(ISpeechToText speech, SpeechOptions options, ILogger log, CancellationToken stopping)
{
    private readonly Lock _deciding = new();
    private readonly PriorityQueue<Listener, (bool Ending, long Order)> _next = new();
    private readonly HashSet<Listener> _partials = [];
    private SpeechCounters _counters = new(0, 0, 0, 0, 0, TimeSpan.Zero);
    private TaskCompletionSource? _idle;
    private long _order;
    private int _working;

    internal SpeechCounters Counters
    {
        get { lock (_deciding) return _counters; }
    }

    internal bool IsFull => Counters.Waiting > options.Backlog;

    internal void Add(Listener listener, Utterance utterance, int number)
    {
        lock (_deciding)
        {
            listener.Waiting.Enqueue((utterance, number));
            _counters = _counters with { Waiting = _counters.Waiting + Length(utterance) };
            listener.Partial?.Cancel();
            if (!listener.IsInWork) Queue(listener);
            StartNext();
        }
    }

    /// <summary>A text of the unfinished utterance, if a worker has nothing better to do; a final one that comes up takes its place.</summary>
    internal void AddPartial(Listener listener, Utterance soFar, int number)
    {
        lock (_deciding)
        {
            if (_working >= options.WorkerCount || listener.IsInWork)
            {
                _counters = _counters with { SkippedPartials = _counters.SkippedPartials + 1 };
                return;
            }

            _working++;
            _partials.Add(listener);
            listener.IsInWork = true;
            listener.Partial = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var ct = listener.Partial.Token;
            _ = Task.Run(() => RecognisePartialAsync(listener, soFar, number, ct), CancellationToken.None);
        }
    }

    /// <summary>Until every utterance of the listener is done.</summary>
    internal Task DrainAsync(Listener listener)
    {
        lock (_deciding)
        {
            if (!listener.IsInWork && listener.Waiting.Count == 0) return Task.CompletedTask;
            listener.Drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return listener.Drained.Task;
        }
    }

    /// <summary>Until no worker works.</summary>
    internal Task IdleAsync()
    {
        lock (_deciding)
        {
            if (_working == 0) return Task.CompletedTask;
            _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private void Queue(Listener listener)
    {
        listener.IsInWork = true;
        _next.Enqueue(listener, (listener.IsEnding, _order++));
    }

    private void StartNext()
    {
        while (_working < options.WorkerCount && _next.TryDequeue(out var listener, out _))
        {
            _working++;
            var (utterance, number) = listener.Waiting.Dequeue();
            _ = Task.Run(() => RecogniseAsync(listener, utterance, number), CancellationToken.None);
        }

        if (_next.Count > 0)
            foreach (var listener in _partials) listener.Partial?.Cancel();
    }

    private async Task RecogniseAsync(Listener listener, Utterance utterance, int number)
    {
        var text = await TryRecogniseAsync(utterance, stopping);
        var kept = text is null ? null : TranscriptGuard.Check(text, utterance.End - utterance.Start, options);
        lock (_deciding) _counters = Count(text, kept) with { Waiting = _counters.Waiting - Length(utterance) };
        Tell(listener, utterance, number, kept ?? Transcription.Nothing, isFinal: true);
        Done(listener);
    }

    private async Task RecognisePartialAsync(Listener listener, Utterance soFar, int number, CancellationToken ct)
    {
        var text = await TryRecogniseAsync(soFar, ct);
        var kept = text is null ? null : TranscriptGuard.Check(text, soFar.End - soFar.Start, options);
        if (kept is not null && !ct.IsCancellationRequested) Tell(listener, soFar, number, kept, isFinal: false);
        lock (_deciding)
        {
            _partials.Remove(listener);
            listener.Partial?.Dispose();
            listener.Partial = null;
        }

        Done(listener);
    }

    private void Done(Listener listener)
    {
        lock (_deciding)
        {
            _working--;
            listener.IsInWork = false;
            if (listener.Waiting.Count > 0) Queue(listener);
            else listener.Drained?.TrySetResult();
            StartNext();
            if (_working == 0) _idle?.TrySetResult();
        }
    }

    private SpeechCounters Count(Transcription? text, Transcription? kept) => (text, kept) switch
    {
        (null, _) => _counters with { GivenUp = _counters.GivenUp + 1 },
        ({ Text: "" }, _) => _counters with { Empty = _counters.Empty + 1 },
        (_, null) => _counters with { Dropped = _counters.Dropped + 1 },
        _ => _counters with { Recognised = _counters.Recognised + 1 },
    };

    private async Task<Transcription?> TryRecogniseAsync(Utterance utterance, CancellationToken ct)
    {
        try
        {
            if (Steadiness.IsMusic(utterance.Samples)) return Transcription.Nothing;
            return await speech.TranscribeAsync(utterance.Samples, ct);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception e)
        {
            NotRecognised(log, e, Length(utterance).TotalSeconds);
            return null;
        }
    }

    private void Tell(Listener listener, Utterance utterance, int number, Transcription text, bool isFinal)
    {
        try
        {
            listener.Hear(utterance, number, text, isFinal);
        }
        catch (Exception e)
        {
            NotHeard(log, e);
        }
    }

    private static TimeSpan Length(Utterance utterance) => TimeSpan.FromMicroseconds(utterance.Samples.Length * 125L);

    [LoggerMessage(Level = LogLevel.Error, Message = "An utterance of {Seconds} s was not recognised.")]
    private static partial void NotRecognised(ILogger log, Exception e, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whoever listens to a call's text failed.")]
    private static partial void NotHeard(ILogger log, Exception e);
}
