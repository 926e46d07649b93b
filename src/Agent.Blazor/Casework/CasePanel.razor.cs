using System.Globalization;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Together;
using Hotline.Tickets;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Casework;

/// <summary>One ticket on the desk of whoever may see it (工单详情). The panel shows and asks; commands decide.</summary>
public sealed partial class CasePanel(TicketFile file, ITicketDesk desk, KeptWords words, IJSRuntime js) : IAsyncDisposable
{
    /// <summary>Where the cursor goes when the form it was in has been taken: to the next step, or to the heading where none is left.</summary>
    private static readonly string[] Onward = ["main [role=tab][aria-selected=true]", "main h1"];
    private static readonly string[] Wrong = ["main [role=tabpanel] [aria-invalid=true]", "main [role=tabpanel] .error"];

    private static readonly Dictionary<string, string[]> NoErrors = [];

    private readonly DesignScript _script = new(js);
    private string[]? _cursor;
    private TicketView? _view;
    private KeptForm? _kept;
    private PresenceLine? _presence;
    private IReadOnlyList<Present> _others = [];
    private IReadOnlyList<Kept> _left = [];
    private bool _gone;
    private Step? _chosen;
    private Decision.Refused? _refusal;
    private IReadOnlyDictionary<string, string[]> _errors = NoErrors;

    [Parameter, EditorRequired] public TicketId Id { get; set; }

    /// <summary>A page of its own: clocks and holders too.</summary>
    [Parameter] public bool Whole { get; set; }

    /// <summary>After a step was taken: what happened, in a sentence.</summary>
    [Parameter] public EventCallback<string> OnTaken { get; set; }

    private string Number { get; set; } = "";

    private Step Chosen => _chosen is { } step && _view!.Allowed.Contains(step) ? step : StepForms.InOrder(_view!)[0];

    protected override bool Concerns(TicketChange change) => change.Id == Id;

    protected override async Task ReloadAsync()
    {
        if (_kept is not null) await _kept.FlushAsync(); // the form may be another one afterwards
        _view = await file.ReadOrGlimpseAsync(Id, Me, Leaving);
        _left = _view is { } view ? [.. (await words.ReadAsync(Me.Id, Id, Leaving)).Where(k => !view.Allowed.Contains(k.Step))] : [];
        _gone = _view is null;
        Number = _view?.Number.Digits ?? Number;
    }

    private void Choose(string? step) => (_chosen, _refusal, _errors) = (Terms.TryFromCode<Step>(step, out var chosen) ? chosen : null, null, NoErrors);

    private async Task<bool> TakeAsync(ITicketCommand command)
    {
        (_refusal, _errors) = (null, NoErrors);
        var decision = await desk.HandleAsync(Id, command, Me, Leaving);
        switch (decision)
        {
            case Decision.Refused refused:
                _refusal = refused;
                break;
            case Decision.Invalid invalid:
                _errors = invalid.Errors; // what was typed stays
                _cursor = Wrong;
                break;
            default:
                if (_kept is not null) await _kept.ForgetAsync();
                _presence?.Done();
                await ReloadAsync();
                if (Whole) _cursor = Onward; // a list has its own place for it
                await OnTaken.InvokeAsync(C["taken", Words.Of(command.Step), Number]); // the list may drop this panel now
                break;
        }

        StateHasChanged();
        return decision is Decision.Happened;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_cursor is not { } places) return;
        _cursor = null;
        await _script.RunAsync("focusFirst", [.. places]);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _script.DisposeAsync();
    }

    private async Task ForgetAsync(Step step)
    {
        await words.RemoveAsync(Me.Id, Id, step, Leaving);
        _left = [.. _left.Where(k => k.Step != step)];
    }

    private static string Reason(Decision.Refused refused) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? refused.English : refused.Reason;

    private string StepName(string code) => Terms.TryFromCode<Step>(code, out var step) ? Words.Of(step) : code;
}
