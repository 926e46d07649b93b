using Hotline.Agent.Blazor.Accounts;
using Hotline.Tickets.City;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hotline.Agent.Blazor.Phrases;

/// <summary>话术管理: supervisors write what agents say and write; every version stays.</summary>
public sealed partial class PhrasesPage(PhraseBook book, Catalogue city) : ComponentBase
{
    private IReadOnlyList<Phrase> _all = [];
    private IReadOnlyList<Phrase> _versions = [];
    private Dictionary<string, string> _errors = [];
    private Editing? _edit;
    private string? _problem;
    private string? _done;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private Catalogue City => city;

    protected override async Task OnInitializedAsync() => _all = await book.CurrentAsync(CancellationToken.None, retired: true);

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    /// <summary>What the platform brings along was written by nobody here.</summary>
    private string By(Phrase phrase) => phrase.ChangedBy == "sample" ? T["by.sample"] : phrase.ChangedBy;

    private void New() => (_edit, _versions, _errors, _problem) = (new Editing(), [], [], null);

    private async Task EditAsync(Phrase phrase)
    {
        (_edit, _errors, _problem) = (new Editing(phrase), [], null);
        _versions = await book.VersionsAsync(phrase.Id, CancellationToken.None);
    }

    private async Task SaveAsync()
    {
        (_errors, _problem, _done) = (Wrong(_edit!), null, null);
        if (_errors.Count > 0) return;
        var by = SignedInUser.From((await Authentication).User)!.Account;
        if (!await book.SaveAsync(_edit!.Phrase, by, CancellationToken.None))
        {
            _problem = T["changed-meanwhile"]; // what was typed stays
            return;
        }

        _done = T["saved", _edit.Code, _edit.Version + 1];
        _edit = null;
        _all = await book.CurrentAsync(CancellationToken.None, retired: true);
    }

    private Dictionary<string, string> Wrong(Editing edit)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (edit.Code.Length == 0 || !edit.Code.All(char.IsAsciiLetterOrDigit)) wrong["code"] = T["code.wrong"];
        if (_all.Any(p => p.Id != edit.Id && !p.Retired && p.Code == edit.Code)) wrong["code"] = T["code.taken"];
        if (string.IsNullOrWhiteSpace(edit.Title)) wrong["title"] = T["required"];
        if (string.IsNullOrWhiteSpace(edit.Body)) wrong["body"] = T["required"];
        else if (Phrase.Unknown(edit.Body) is { Count: > 0 } unknown) wrong["body"] = T["body.unknown", string.Join(" ", unknown.Select(v => "{" + v + "}"))];
        return wrong;
    }

    /// <summary>A phrase in the form.</summary>
    private sealed class Editing(Phrase? of = null)
    {
        internal Guid Id { get; } = of?.Id ?? Guid.CreateVersion7();
        internal int Version { get; } = of?.Version ?? 0;
        internal string Code { get; set; } = of?.Code ?? "";
        internal string Title { get; set; } = of?.Title ?? "";
        internal string Body { get; set; } = of?.Body ?? "";
        internal PhraseKind Kind { get; set; } = of?.Kind ?? PhraseKind.Say;
        internal string Field { get; set; } = of?.Field ?? "text";
        internal string? Type { get; set; } = of?.Type ?? "";
        internal string? Category { get; set; } = of?.Category ?? "";
        internal bool Retired { get; set; } = of?.Retired ?? false;

        internal Phrase Phrase => new(Id, Version, Code, Kind, Title.Trim(), Body.Trim(), Field, Given(Type), Given(Category), Retired, "", default);

        private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
