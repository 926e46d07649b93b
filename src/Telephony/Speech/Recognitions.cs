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

/// <summary>Who is recognised next: one utterance per source at a time, as many sources as there are workers; live calls first, recordings last.</summary>
internal sealed partial class Recognitions(ISpeechToText speech, SpeechOptions options, CityLexicon city, ILogger log, CancellationToken stopping)
{
    private readonly Lock _deciding = new();
    private readonly PriorityQueue<SpeechSource, (SpeechRank Rank, long Order)> _next = new();
    private readonly HashSet<SpeechSource> _givingWay = [];
    private SpeechCounters _counters = new(0, 0, 0, 0, 0, TimeSpan.Zero);
    private TaskCompletionSource? _idle;
    private long _order;
    private int _working;
    private int _live;

    internal SpeechCounters Counters
    {
        get { lock (_deciding) return _counters; }
    }

    internal bool IsFull => Counters.Waiting > options.Backlog;

    /// <summary>How many live calls' channels are listened to: while there are any, recordings leave them a worker.</summary>
    internal void LiveAre(int count)
    {
        lock (_deciding)
        {
            _live = count;
            StartNext();
        }
    }

    internal void Add(SpeechSource source, Utterance utterance, int number)
    {
        lock (_deciding)
        {
            source.Waiting.Enqueue((utterance, number));
            _counters = _counters with { Waiting = _counters.Waiting + Length(utterance) };
            source.GivesWay?.Cancel();
            if (!source.IsInWork) Queue(source);
            StartNext();
        }
    }

    /// <summary>A text of the unfinished utterance, if a worker has nothing better to do; a final one that comes up takes its place.</summary>
    internal void AddPartial(SpeechSource source, Utterance soFar, int number)
    {
        lock (_deciding)
        {
            if (_working >= options.WorkerCount || source.IsInWork)
            {
                _counters = _counters with { SkippedPartials = _counters.SkippedPartials + 1 };
                return;
            }

            _working++;
            source.IsInWork = true;
            var ct = GiveWay(source);
            _ = Task.Run(() => RecognisePartialAsync(source, soFar, number, ct), CancellationToken.None);
        }
    }

    /// <summary>Until every utterance of the source is done.</summary>
    internal Task DrainAsync(SpeechSource source)
    {
        lock (_deciding)
        {
            if (!source.IsInWork && source.Waiting.Count == 0) return Task.CompletedTask;
            source.Drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return source.Drained.Task;
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

    private void Queue(SpeechSource source)
    {
        source.IsInWork = true;
        _next.Enqueue(source, (source.Rank, _order++));
    }

    private void StartNext()
    {
        while (_next.TryPeek(out var source, out var place) && _working < options.WorkerCount - (place.Rank == SpeechRank.Recorded && _live > 0 ? 1 : 0))
        {
            _next.Dequeue();
            _working++;
            var (utterance, number) = source.Waiting.Dequeue();
            var ct = place.Rank == SpeechRank.Recorded ? GiveWay(source) : stopping;
            _ = Task.Run(() => RecogniseAsync(source, utterance, number, ct), CancellationToken.None);
        }

        if (_next.TryPeek(out _, out var waiting) && waiting.Rank < SpeechRank.Recorded)
            foreach (var source in _givingWay) source.GivesWay?.Cancel();
    }

    private CancellationToken GiveWay(SpeechSource source)
    {
        _givingWay.Add(source);
        source.GivesWay = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        return source.GivesWay.Token;
    }

    private async Task RecogniseAsync(SpeechSource source, Utterance utterance, int number, CancellationToken ct)
    {
        var text = await TryRecogniseAsync(utterance, ct);
        if (text is null && ct.IsCancellationRequested && !stopping.IsCancellationRequested) PutBack(source, utterance, number);
        else Finish(source, utterance, number, text);
        Done(source);
    }

    private void PutBack(SpeechSource source, Utterance utterance, int number)
    {
        lock (_deciding) source.Waiting.Enqueue((utterance, number)); // a recording has one utterance at a time here
    }

    private void Finish(SpeechSource source, Utterance utterance, int number, Transcription? text)
    {
        if (text is null) source.Miss();
        var verdict = Check(text, utterance);
        lock (_deciding) _counters = Count(text, verdict.Text) with { Waiting = _counters.Waiting - Length(utterance) };
        Tell(() =>
        {
            if (verdict.Why is { } why) source.Drop(utterance, number, text!.Text, why);
            source.Hear(utterance, number, verdict.Text ?? Transcription.Nothing, isFinal: true);
        });
    }

    private async Task RecognisePartialAsync(SpeechSource source, Utterance soFar, int number, CancellationToken ct)
    {
        var text = await TryRecogniseAsync(soFar, ct);
        if (Check(text, soFar).Text is { } kept && !ct.IsCancellationRequested) Tell(() => source.Hear(soFar, number, kept, isFinal: false));
        Done(source);
    }

    private Verdict Check(Transcription? text, Utterance utterance) =>
        text is null ? new(null, null) : TranscriptGuard.Check(text, utterance.End - utterance.Start, options, city.Terms);

    private void Done(SpeechSource source)
    {
        lock (_deciding)
        {
            _working--;
            source.IsInWork = false;
            if (_givingWay.Remove(source)) source.GivesWay?.Dispose();
            source.GivesWay = null;
            if (source.Waiting.Count > 0) Queue(source);
            else source.Drained?.TrySetResult();
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

    private void Tell(Action news)
    {
        try
        {
            news();
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
