using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.Withdrawing;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Tracking;

/// <content>催办、补充、评价、申请重办、撤回: each is the same command that staff and the API send.</content>
public sealed partial class TrackPage
{
    [SupplyParameterFromForm(FormName = "rate")] private RatingForm? Rating { get; set; }

    [SupplyParameterFromForm(FormName = "reopen")] private WordsForm? Reopening { get; set; }

    [SupplyParameterFromForm(FormName = "urge")] private WordsForm? Urging { get; set; }

    [SupplyParameterFromForm(FormName = "supply")] private WordsForm? Supply { get; set; }

    [SupplyParameterFromForm(FormName = "withdraw")] private WordsForm? Withdrawal { get; set; }

    public sealed record WordsForm
    {
        public string? Words { get; init; }
    }

    private async Task RateAsync()
    {
        if (Rating is null) return;
        if (Rating.Solved is null) _errors["solved"] = C["rate.solved.missing"];
        if (!Terms.TryFromCode<Satisfaction>(Rating.Satisfaction, out var satisfaction)) _errors["satisfaction"] = C["rate.satisfaction.missing"];
        if (_errors.Count > 0) return;
        await DoAsync(new RateTicket(Rating.Solved, satisfaction, Filled(Rating.Comment)), "thanks", "comment");
    }

    private Task ReopenAsync() => Needed(Reopening?.Words, "words", "reopen.words.missing") is { } words ? DoAsync(new ReopenTicket(words), "thanks.redo", "words") : Task.CompletedTask;

    private Task UrgeAsync() => DoAsync(new UrgeTicket(Filled(Urging?.Words)), "urge.done", "urge");

    private Task WithdrawAsync() => Needed(Withdrawal?.Words, "why", "withdraw.missing") is { } words ? DoAsync(new WithdrawTicket(words), "withdraw.done", "why") : Task.CompletedTask;

    /// <summary>Words, photos or both.</summary>
    private async Task SupplyAsync()
    {
        if (_found is null) return;
        var files = Http.Request.Form.Files.Where(f => f.Length > 0).ToList();
        if (files.Count == 0 && Needed(Supply?.Words, "supply", "supply.missing") is null) return;
        var attached = 0;
        foreach (var sent in files) attached += await AttachAsync(sent) ? 1 : 0;
        if (Filled(Supply?.Words) is { } words) await DoAsync(new SupplyInformation(words), "supply.done", "supply");
        else if (attached > 0) await ToldAsync(C["photos.done", attached]);
    }

    private async Task<bool> AttachAsync(IFormFile sent)
    {
        using var bytes = new MemoryStream();
        await sent.CopyToAsync(bytes, Http.RequestAborted);
        try
        {
            var (decision, _) = await attachments.AttachAsync(_found!.Id, Path.GetFileName(sent.FileName), bytes.ToArray(), proof: false, Actor.Citizen, Http.RequestAborted);
            if (decision is Decision.Refused refused) _errors["photos"] = $"{Path.GetFileName(sent.FileName)}: {InWords(refused)}";
            return decision is Decision.Happened;
        }
        catch (InvalidRequestException e)
        {
            _errors["photos"] = $"{Path.GetFileName(sent.FileName)}: {(IsEnglish ? C["photos.wrong"] : TermWords.Listed(e.Errors.Values.SelectMany(v => v)))}";
            return false;
        }
    }

    private async Task DoAsync(ITicketCommand command, string thanks, string field)
    {
        if (_found is null) return;
        var decision = await desk.HandleAsync(_found.Id, command, Actor.Citizen, Http.RequestAborted);
        switch (decision)
        {
            case Decision.Happened { Events: [TicketEvent.Rated { Outcome: FollowUpOutcome.Redo }] }: await ToldAsync(C["thanks.redo"]); break;
            case Decision.Happened: await ToldAsync(C[thanks]); break;
            case Decision.Refused refused: _said = (Tone.Warning, InWords(refused)); break;
            case Decision.Invalid invalid: _errors[field] = IsEnglish ? C["field.wrong"] : TermWords.Listed(invalid.Errors.Values.SelectMany(e => e)); break;
        }
    }

    private async Task ToldAsync(string text)
    {
        (_said, Urging, Supply, Reopening, Withdrawal) = ((Tone.Good, text), null, null, null, null);
        await ReloadAsync();
    }

    private string? Needed(string? words, string field, string missing)
    {
        if (Filled(words) is { } filled) return filled;
        _errors[field] = C[missing];
        return null;
    }

    private static string InWords(Decision.Refused refused) => IsEnglish ? refused.English : refused.Reason;

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
