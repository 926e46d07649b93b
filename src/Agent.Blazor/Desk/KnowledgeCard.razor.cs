using Hotline.Tickets;
using Hotline.Tickets.Knowledge;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Knowledge beside the call.</summary>
public sealed partial class KnowledgeCard(KnowledgeBeside knowledge, TimeProvider clock, ILogger<KnowledgeCard> log) : ComponentBase, IDisposable
{
    private const int LeastText = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(900);
    private IReadOnlyList<ArticleHit> _hits = [];
    private ArticleVersion? _open;
    private ITimer? _asking;
    private string _find = "";
    private string _error = "";
    private string? _said;
    private bool _reporting;
    private bool _away;
    private bool _left;
    private int _asked = -1;

    [Parameter, EditorRequired]
    public required Draft Draft { get; set; }

    /// <summary>What was heard and written so far.</summary>
    [Parameter]
    public string Words { get; set; } = "";

    /// <summary>Grows with every change of the draft.</summary>
    [Parameter]
    public int Version { get; set; }

    [Parameter, EditorRequired]
    public required Actor By { get; set; }

    [Parameter]
    public EventCallback<ArticleVersion> Cite { get; set; }

    protected override void OnParametersSet()
    {
        if (_asked == Version || !RendererInfo.IsInteractive) return;
        _asked = Version;
        _asking ??= clock.CreateTimer(_ => _ = InvokeAsync(SuggestAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _asking.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private async Task SuggestAsync()
    {
        if (_left || _find.Length > 0 || _open is not null) return; // what the agent looked for or reads stays
        var words = Words;
        _hits = words.Trim().Length < LeastText ? [] : await AskAsync(ct => knowledge.SuggestAsync(words, Draft.District.Value, Draft.Line, ct));
        if (!_left) StateHasChanged();
    }

    private async Task FindAsync(string? text)
    {
        (_find, _open) = (text?.Trim() ?? "", null);
        if (_find.Length > 0) _hits = await AskAsync(ct => knowledge.FindAsync(_find, Draft.Line, ct));
        else await SuggestAsync();
    }

    private async Task<IReadOnlyList<ArticleHit>> AskAsync(Func<CancellationToken, Task<IReadOnlyList<ArticleHit>>> ask)
    {
        try
        {
            _away = false;
            return await ask(CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException e)
        {
            _away = true; // the ticket is written without
            NotFound(log, e);
            return [];
        }
    }

    private async Task OpenAsync(ArticleHit hit)
    {
        (_said, _error, _reporting) = (null, "", false);
        _open = await knowledge.OpenAsync(hit.Id.Article, By, CancellationToken.None);
    }

    private async Task CiteAsync(ArticleVersion article)
    {
        await Cite.InvokeAsync(article);
        _said = T["knowledge.cited"];
    }

    private async Task ReportAsync()
    {
        var decision = await knowledge.ReportAsync(_open!.Id.Article, _error, By, CancellationToken.None);
        _said = decision is Decision.Happened ? T["knowledge.reported"] : T["knowledge.not-reported"];
        if (decision is Decision.Happened) (_reporting, _error) = (false, "");
    }

    public void Dispose()
    {
        _left = true;
        _asking?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Knowledge could not be searched.")]
    private static partial void NotFound(ILogger log, Exception e);
}
