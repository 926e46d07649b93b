using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Scoring;
using Hotline.Tickets.City;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Quality;

/// <summary>评分与申诉: the checks of one call, what people scored, what the agent appeals. A second scorer does not see the first score before giving their own.</summary>
public sealed partial class ScorePage(ScoreBook book, CityRules rules, TimeProvider clock, IJSRuntime js) : ComponentBase
{
    private static readonly QualitySheet Usual = new([new("whole", "整体", 100)]);
    private readonly Dictionary<string, Grade> _grades = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fatal = new(StringComparer.Ordinal);
    private CheckedCall? _call;
    private IReadOnlyList<Score> _scores = [];
    private IReadOnlyList<Appeal> _appeals = [];
    private string _me = "";
    private string _note = "";
    private string _reason = "";
    private string _answer = "";
    private string? _appealing;
    private string? _notice;
    private bool _own;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private QualitySheet Sheet => rules.Profile.Quality ?? Usual;

    /// <summary>Whoever has not scored the call sees others' scores only where there is an appeal to decide.</summary>
    private IEnumerable<Score> Shown => _own || _scores.Any(s => s.Scorer == _me) || _appeals.Count > 0 ? _scores.Take(_own ? 1 : _scores.Count) : [];

    private int Total => _fatal.Count > 0 ? 0 : Sheet.Items.Sum(i => Points(i, _grades.GetValueOrDefault(i.Code)));

    protected override async Task OnInitializedAsync()
    {
        var me = SignedInUser.From((await Authentication).User)!;
        (_me, _own) = (me.Account, me.Role == Roles.Agent);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var call = await book.FindAsync(new(Id), CancellationToken.None);
        if (call is null || (_own && call.Agent.Value != _me)) return; // another's is as good as none
        (_scores, _appeals) = (await book.ScoresAsync(call.Call, CancellationToken.None), await book.AppealsAsync(call.Call, CancellationToken.None));
        _call = call;
    }

    private static int Points(QualityItem item, Grade grade) => grade switch { Grade.Good => item.Points, Grade.Partly => item.Points / 2, _ => 0 };

    /// <summary>The first score's own words say what appeals have given back to it.</summary>
    private string TitleOf(Score score) => score == _scores[0] && _appeals.Sum(a => a.Points) is > 0 and var back ? T["scored.after", score.Scorer, score.Total, score.Total + back] : T["scored", score.Scorer, score.Total];

    /// <summary>What the item lost; nothing where a fatal mistake makes the score 0 anyway.</summary>
    private int Lost(string item) => Sheet.Items.FirstOrDefault(i => i.Code == item) is { } i && _scores[0] is { Fatal.Count: 0 } first ? i.Points - Points(i, first.Grades.GetValueOrDefault(item)) : 0;

    private void Choose(string item, ChangeEventArgs e) => _grades[item] = Enum.Parse<Grade>((string)e.Value!);

    private void Mark(string fatal, ChangeEventArgs e) => _ = e.Value is true ? _fatal.Add(fatal) : _fatal.Remove(fatal);

    private async Task ScoreAsync()
    {
        var grades = Sheet.Items.ToDictionary(i => i.Code, i => _grades.GetValueOrDefault(i.Code), StringComparer.Ordinal);
        var score = new Score(_call!.Call, _me, grades, [.. _fatal], Total, string.IsNullOrWhiteSpace(_note) ? null : _note.Trim(), clock.GetUtcNow());
        _notice = await book.ScoreAsync(score, CancellationToken.None) ? null : T["scored-before"].Value;
        await ReadAsync();
    }

    private async Task AppealAsync(string item)
    {
        if (string.IsNullOrWhiteSpace(_reason)) _notice = T["reason.needed"];
        else _notice = (await book.AppealAsync(_call!.Call, item, new(_me), _reason.Trim(), Sheet.AppealDays, CancellationToken.None))?.InWords();
        if (_notice is null) (_appealing, _reason) = (null, "");
        await ReadAsync();
    }

    private async Task DecideAsync(string item, bool upheld)
    {
        if (string.IsNullOrWhiteSpace(_answer)) _notice = T["reason.needed"];
        else _notice = (await book.DecideAsync(_call!.Call, item, _me, upheld, _answer.Trim(), Lost(item), CancellationToken.None))?.InWords();
        if (_notice is null) _answer = "";
        await ReadAsync();
    }

    private async Task HearAsync(double from)
    {
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./desk/evidence.js");
        var address = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/api/v1/calls/{Id}/recording/clip?from={from}&to={from + 4}");
        _notice = await module.InvokeAsync<bool>("play", address) ? null : T["not-heard"].Value;
    }
}
