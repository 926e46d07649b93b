using System.Globalization;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Tickets;
using Hotline.Tickets.Auditing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Administration;

/// <summary>A page of administration 管理: who is at it, what the last deed led to, and the log that every change goes to.</summary>
public abstract class AdminPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    protected AdminPage() => Leaving = _leaving.Token;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject] protected IStringLocalizer<AdminText> S { get; set; } = default!;

    [Inject] protected AdminLog Log { get; set; } = default!;

    [Inject] protected TimeProvider Clock { get; set; } = default!;

    protected Actor Me { get; private set; } = default!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>What was done, in a sentence.</summary>
    protected string? Done { get; set; }

    /// <summary>Why it was not.</summary>
    protected string? Problem { get; set; }

    /// <summary>What was typed wrong, by field.</summary>
    protected IReadOnlyDictionary<string, string[]> Errors { get; set; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>Auditors and inspectors read; administrators change.</summary>
    protected bool MayChange => Me?.Role == Role.Administrator;

    protected static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    protected override async Task OnInitializedAsync()
    {
        Me = SignedInUser.From((await Authentication).User)!.ToActor();
        try { await ReloadAsync(); }
        catch (Exception) when (Leaving.IsCancellationRequested) { } // the page was left meanwhile: nobody reads the answer
    }

    protected abstract Task ReloadAsync();

    protected static string Words(Decision.Refused refused) => InEnglish ? refused.English : refused.Reason;

    protected string? ErrorOf(string field) => Errors.TryGetValue(field, out var why) ? FieldWords.Of(why[0]) : null;

    /// <summary>Shows what a decision led to; reads again where it happened.</summary>
    /// <returns>Whether it happened.</returns>
    protected async Task<bool> ShowAsync(Decision decision, string done)
    {
        (Done, Problem, Errors) = (null, (decision as Decision.Refused) is { } refused ? Words(refused) : null, (decision as Decision.Invalid)?.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal));
        var happened = decision is Decision.Happened;
        if (happened) await ReloadAsync();
        if (happened) Done = done;
        StateHasChanged(); // a part of the page may have asked
        return happened;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
