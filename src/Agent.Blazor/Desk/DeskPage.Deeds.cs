using Hotline.Agent.Blazor.Language;
using Hotline.Telephony.Calls;
using Hotline.Tickets.Accepting;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Desk;

/// <content>What the agent does.</content>
public sealed partial class DeskPage
{
    private static readonly TimeSpan ExtendBy = TimeSpan.FromMinutes(1);

    private void BecomeReady() => Try(() =>
    {
        seats.SignIn(Agent, _me.Name);
        seats.Ready(Agent);
    });

    private void BecomeNotReady(string? reason)
    {
        if (!string.IsNullOrEmpty(reason)) Try(() => seats.NotReady(Agent, reason));
    }

    private void LeaveSeat() => Try(() => seats.SignOut(Agent));

    private void ExtendWrapUp(string? reason)
    {
        if (!string.IsNullOrEmpty(reason)) Tell(seats.ExtendWrapUp(Agent, ExtendBy, reason));
    }

    private void Rest(bool taken) => Tell(taken ? seats.TakeRest(Agent) : seats.DeclineRest(Agent));

    private void Tell(CallRefusal? refusal) => _notice = refusal?.InWords();

    private async Task WithCallAsync(Func<CallSnapshot, Task> deed)
    {
        if (_watch?.LiveCall is { } call) await deed(call);
    }

    private async Task SubmitAsync()
    {
        if (_busy) return;
        (_busy, _errors, _refusal) = (true, new Dictionary<string, string[]>(), null);
        try
        {
            await _keeper!.SaveAsync(_leaving.Token);
            _receipt = await reception.AcceptOnceAsync(_draft.Id.ToString(), _draft.ToRequest(), _me, _leaving.Token);
            await _keeper.ForgetAsync(_draft, _leaving.Token);
            await TryStoreAsync(ct => summaryEdits.KeepAsync(_draft, _summary, ct));
        }
        catch (InvalidRequestException e)
        {
            _errors = e.Errors;
            _refusal = e.Errors.TryGetValue("Idempotency-Key", out var twice) ? TermWords.Listed(twice) : T["form.errors"];
        }
        catch (Npgsql.NpgsqlException e)
        {
            _refusal = T["form.not-stored"]; // the draft is on the page and in the keeper: the agent presses again
            NotAccepted(log, e);
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>After the receipt: another ticket of the same call, or one without.</summary>
    private void Next()
    {
        _filed = null; // whoever asks for another is helped with it
        TakeUp(Blank());
        Suggest();
    }

    private async Task DiscardAsync()
    {
        var thrown = _draft;
        _draft = new Draft();
        TakeUp(Blank());
        await _keeper!.ForgetAsync(thrown, _leaving.Token);
    }

    private Draft Blank() => _watch?.Call is { State: CallState.Talking or CallState.Surveyed or CallState.Ended } call ? Draft.ForCall(call.Id, call.Citizen()) : new Draft();

    /// <summary>The seat may have moved on between what the page showed and the press of a button.</summary>
    private void Try(Action deed)
    {
        _notice = null;
        try
        {
            deed();
        }
        catch (Telephony.Queues.SeatElsewhereException e)
        {
            _notice = e.Refusal.InWords();
        }
        catch (InvalidOperationException)
        {
            _notice = T["seat.not-now"];
        }
    }

    private string Name(Draft draft) => draft switch
    {
        { Title.Value.Length: > 0 } => draft.Title.Value,
        { Caller.Length: > 0 } => draft.Caller,
        _ => T["draft.unnamed"],
    };

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _watch?.Dispose();
        if (_keeper is not null) await _keeper.DisposeAsync();
        try
        {
            if (_keys is not null) await _keys.InvokeVoidAsync("stop");
        }
        catch (JSDisconnectedException)
        {
            // the browser has gone, and its keys with it
        }

        _leaving.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A ticket could not be stored; its draft stays on the desk.")]
    private static partial void NotAccepted(ILogger log, Exception e);
}
