using Hotline.Agent.Blazor.Accounts;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Speech;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Lines;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>坐席台: the agent's one page, on which a call becomes a ticket. Seat and call live on the server, the draft in the database: the page may be reloaded at any moment.</summary>
public sealed partial class DeskPage(
    AgentSeats seats, Switchboard switchboard, CallLog calls, ISpeechToText speech, Reception reception, Catalogue catalogue,
    CityRules rules, LineBooks lines, TicketFile tickets, DraftStore drafts, DangerMarks dangerMarks, SummaryEdits summaryEdits, CitizenNumbers numbers, TimeProvider clock, IJSRuntime js, ILogger<DeskPage> log) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Actor _me = new("", "", Role.Agent, null);
    private SeatWatch? _watch;
    private DraftKeeper? _keeper;
    private IJSObjectReference? _keys;
    private Draft _draft = new();
    private IReadOnlyList<Draft> _waiting = [];
    private IReadOnlyList<TranscriptSegment> _lines = [];
    private IReadOnlyDictionary<string, string[]> _errors = new Dictionary<string, string[]>();
    private Prefill _prefill = Prefill.Nothing;
    private CallSummary _summary = CallSummary.Nothing;
    private SpeechState? _speech;
    private Receipt? _receipt;
    private string? _notice;
    private string? _refusal;
    private bool _busy;
    private bool _heard;
    private CallId? _takenUp;
    private (Guid Call, TicketNumber Number)? _filed;
    private int _version;
    private int _taken;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private AgentId Agent => new(_me.Id);

    /// <summary>The call on which this agent serves.</summary>
    private CallSnapshot? Mine => _watch?.LiveCall is { State: CallState.Talking } call && call.Agent == Agent ? call : null;

    /// <summary>Whose earlier tickets are shown: nobody's before the call is answered.</summary>
    private string? Number => _draft.Caller.Length > 0 ? _draft.Caller : null;

    private string? LineCalled => _watch?.Call is { } call ? lines.Now.Resolve(call.Line(), call.ArrivedAt)?.Line.Code : null;

    private string Idle => _watch?.Seat?.State switch
    {
        SeatState.Ready when !_heard && !_onPhone => "idle.no-audio",
        SeatState.Ready => "idle.ready",
        SeatState.WrapUp => "idle.wrap-up",
        _ => "idle.away",
    };

    protected override async Task OnInitializedAsync()
    {
        var user = SignedInUser.From((await Authentication).User);
        if (user is null || !RendererInfo.IsInteractive) return;
        _me = new Actor(user.Account, user.Name, Role.Agent, null);
        _speech = speech.State;
        await RestoreAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./desk/keys.js");
        _keys = await module.InvokeAsync<IJSObjectReference>("listen");
        StateHasChanged(); // says that keys are heard
    }

    private async Task RestoreAsync()
    {
        _keeper = new DraftKeeper(drafts, Agent, clock, log);
        _keeper.Start();
        _waiting = await drafts.AllAsync(Agent, _leaving.Token);
        _watch = new SeatWatch(seats, switchboard, calls, Agent, change => _ = InvokeAsync(() =>
        {
            change();
            StateHasChanged();
        }));
        _onPhone = switchboard.DeviceOf(Agent) == AgentDevice.Phone;
        _watch.Moved = SeatMoved;
        _watch.Heard = Listen;
        await _watch.StartAsync();
        await FindFiledAsync();
        if (!TakeUpCall() && _waiting is [{ CallId: null }, ..]) TakeUp(_waiting[0]);
        Listen();
    }

    /// <summary>After a reload: a call whose ticket is filed begins no second one by itself.</summary>
    private async Task FindFiledAsync()
    {
        if (_watch?.Seat?.Call is not { } call || _waiting.Any(d => d.CallId == call.Value) || await tickets.OfCallAsync(call.Value, _leaving.Token) is not { } filed) return;
        _filed = (call.Value, filed.Number);
    }

    /// <summary>The form is another one for a call whose ticket was filed before this page was opened.</summary>
    private bool IsFiled => _filed is { } filed && filed.Call == _draft.CallId;

    private void SeatMoved()
    {
        _notice = null;
        if (Mine is null && _panel is not ("dial" or "callbacks" or "blacklist" or "phrases")) _panel = null;
        TakeUpCall();
        Listen();
    }

    /// <summary>The call in hand gets its own draft, once: the one kept from before a reload, or a new one. What was being written waits.</summary>
    private bool TakeUpCall()
    {
        if (_watch?.Seat is not { State: SeatState.Talking or SeatState.Held or SeatState.WrapUp, Call: { } call } seat || _takenUp == call) return false;
        if (seat.State != SeatState.WrapUp && _watch.Call?.Agent != Agent) return false; // asked in: the ticket is the other agent's
        _takenUp = call;
        _falseAlarms.Clear();
        TakeUp(_waiting.FirstOrDefault(d => d.CallId == call.Value) ?? Draft.ForCall(call, _watch.Call?.Citizen() ?? "", LineCalled));
        return true;
    }

    private void TakeUp(Draft draft)
    {
        var unfinished = _receipt is null && !_draft.IsEmpty;
        if (unfinished) _keeper?.Changed(_draft);
        _waiting = [.. _waiting.Where(d => d.Id != draft.Id && d.Id != _draft.Id), .. unfinished ? (Draft[])[_draft] : []];
        _draft = draft;
        _receipt = null;
        (_errors, _refusal) = (new Dictionary<string, string[]>(), null);
        (_version, _taken, _marked) = (_version + 1, _taken + 1, null);
    }

    private async Task TakeUpAsync(Draft draft)
    {
        await _keeper!.SaveAsync(_leaving.Token);
        TakeUp(draft);
        Suggest();
    }

    /// <summary>Takes what was said into the form, where it is certain.</summary>
    private void Listen()
    {
        _lines = [.. _watch?.Text.Lines ?? []];
        Suggest();
    }

    private void Suggest()
    {
        var ours = _draft.CallId is not null && _draft.CallId == _watch?.Call?.Id.Value;
        var said = ours ? _watch!.Text.CitizenSaid : "";
        _summary = ours ? CallSummary.Of(_lines.Where(l => l is { Speaker: Party.Citizen, IsFinal: true }).Select(l => (l.Text, CallText.IsCertain(l)))) : CallSummary.Nothing;
        Guide(said);
        _prefill = Prefill.From(_words, catalogue, ours ? _lines : []);
        if (!ours || _receipt is not null || IsFiled || !(_draft.Text.Suggest(_summary.Text, Evidence.OfAll(_lines)) | _prefill.Into(_draft, catalogue))) return;
        _keeper?.Changed(_draft);
        _version++;
    }

    private void Change()
    {
        _keeper!.Changed(_draft);
        Suggest();
        _version++;
    }
}
