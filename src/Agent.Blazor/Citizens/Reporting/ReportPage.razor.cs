using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Citizens;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>第一步 什么事: what happened, in the citizen's words and photos. Whatever is wrong, nothing of it is lost.</summary>
public sealed partial class ReportPage(ReportFlow flow, NavigationManager navigation)
{
    /// <summary>Nine photos of ten megabytes with what is around them.</summary>
    private const long MostRequest = 96L * 1024 * 1024;

    private readonly Dictionary<string, string> _errors = [];
    private readonly int _most = flow.Drafts.MostPhotos, _megabytes = flow.Drafts.MostBytes / 1024 / 1024;
    private IReadOnlyList<DraftPhoto> _photos = [];
    private ReportDraft _draft = new();

    [SupplyParameterFromForm] private WhatForm? Form { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    public sealed record WhatForm
    {
        public string? Type { get; init; }
        public string? Title { get; init; }
        public string? Text { get; init; }

        /// <summary>next, photos or remove:ID.</summary>
        public string? Do { get; init; }

        /// <summary>People do not see this field; what fills it in is no person.</summary>
        public string? Website { get; init; }
    }

    protected override async Task OnInitializedAsync()
    {
        ReportFlow.Private(Http);
        if (await flow.FindAsync(Http) is not { Draft.Sent: null } open) return;
        _draft = open.Draft;
        _photos = await flow.Drafts.PhotosAsync(open.Token, Http.RequestAborted);
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private async Task SaveAsync()
    {
        if (Form is null || !string.IsNullOrEmpty(Form.Website)) return; // no person filled that in
        var (token, draft) = await flow.OpenAsync(Http);
        var cut = Form.Text is { Length: > ReportDraft.TextLength } ? Form.Text[..ReportDraft.TextLength] : Form.Text;
        _draft = draft with { Type = Terms.TryFromCode<RequestType>(Form.Type, out _) ? Form.Type : null, Title = Form.Title, Text = cut, Finished = Math.Max(draft.Finished, 0) };
        await PhotosAsync(token);
        Check();
        var goesOn = Form.Do is null or "next" && _errors.Count == 0;
        if (goesOn) _draft = _draft with { Finished = Math.Max(_draft.Finished, 1) };
        await flow.Drafts.SaveAsync(token, _draft, Http.RequestAborted);
        if (_errors.Count == 0) navigation.NavigateTo(goesOn ? ReportFlow.Second : ReportFlow.First); // a page to come back to, not a form to send again
    }

    private async Task PhotosAsync(string token)
    {
        if (Form!.Do?.Split(':') is ["remove", var id] && Guid.TryParse(id, out var photo)) await flow.Drafts.RemoveAsync(token, photo, Http.RequestAborted);
        foreach (var file in Http.Request.Form.Files.Where(f => f.Length > 0))
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, Http.RequestAborted);
            if (await flow.Drafts.AddAsync(token, Path.GetFileName(file.FileName), bytes.ToArray(), Http.RequestAborted) is { } why) _errors["photos"] = C["photos.wrong", Path.GetFileName(file.FileName), InWords(why)];
        }

        _photos = await flow.Drafts.PhotosAsync(token, Http.RequestAborted);
    }

    /// <summary>The typed words are checked when the reader wants to go on, not while they add photos.</summary>
    private void Check()
    {
        if (Form!.Do is not (null or "next")) return;
        if (string.IsNullOrWhiteSpace(_draft.Text)) _errors["text"] = C["text.missing"];
        if (_draft.Title is { Length: > ReportDraft.TitleLength }) _errors["title"] = C["short.long"];
    }

    private string InWords(string chinese) => ReportFlow.Language == "en" ? C["photos.wrong.any"] : chinese;
}
