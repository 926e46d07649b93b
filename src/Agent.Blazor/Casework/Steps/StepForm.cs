using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Casework.Steps;

/// <summary>The form of one step: it gathers what was typed into the command, and shows what is wrong beside the fields.</summary>
public abstract class StepForm : ComponentBase
{
    private bool _sending;

    [CascadingParameter] protected CaseFile Case { get; set; } = default!;

    [Inject] protected IStringLocalizer<CaseText> C { get; set; } = default!;

    [Inject] protected TermWords Words { get; set; } = default!;

    protected abstract ITicketCommand Command();

    protected string? Error(string field) => Case.Error(field);

    /// <summary>A second click while the first is on its way does nothing.</summary>
    protected async Task SendAsync()
    {
        if (_sending) return;
        _sending = true;
        try
        {
            if (await IsReadyAsync() && await Case.TakeAsync(Command())) Taken();
        }
        finally { _sending = false; }
    }

    /// <summary>What has to be looked up before the step is taken; false: the form says what is wrong.</summary>
    protected virtual Task<bool> IsReadyAsync() => Task.FromResult(true);

    /// <summary>The step was taken.</summary>
    protected virtual void Taken()
    {
    }
}
