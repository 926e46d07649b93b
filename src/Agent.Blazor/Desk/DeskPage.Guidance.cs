using Hotline.Agent.Blazor.Phrases;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Tickets.City;
using Hotline.Tickets.Knowledge;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Desk;

/// <content>What helps the agent: evidence, dangers, the scope of the hotline, knowledge, phrases. It proposes; the agent decides.</content>
public sealed partial class DeskPage
{
    private readonly HashSet<string> _falseAlarms = new(StringComparer.Ordinal);
    private IReadOnlyList<ScopeHint> _scope = [];
    private IReadOnlyList<DangerWord> _dangers = [];
    private string _words = "";
    private int? _marked;

    private EvidencePlayer? _player;

    private OutsideNumber? Ambulance => switchboard.Directory.FirstOrDefault(n => n.Id == "120");

    /// <summary>Dangers of which the agent has not said that they are none, while somebody is on the line.</summary>
    private IReadOnlyList<DangerWord> Dangers => Mine is null ? [] : [.. _dangers.Where(d => !_falseAlarms.Contains(d.Word))];

    /// <summary>What phrases may speak of.</summary>
    private Dictionary<string, string> PhraseValues => new(StringComparer.Ordinal)
    {
        ["agent"] = _me.Id,
        ["name"] = _draft.ContactName.Value,
        ["place"] = _draft.Place.Value,
        ["title"] = _draft.Title.Value,
        ["text"] = _draft.Text.Value,
        ["phone"] = _draft.ContactNumber.Value,
        ["category"] = catalogue.FindCategory(_draft.Category.Value)?.Name ?? "",
        ["unit"] = catalogue.Propose(_draft.Category.Value.Length > 0 ? _draft.Category.Value : null, _draft.District.Value.Length > 0 ? _draft.District.Value : null)?.Department.Name ?? "",
        ["path"] = rules.Handling.NotAccepted.FirstOrDefault(g => g.Code == _draft.Ground.Value || (_draft.Ground.Value.Length == 0 && _scope.Any(h => h.Ground.Code == g.Code)))?.Path ?? "",
        ["number"] = _receipt?.Number.ToString() ?? "",
    };

    private void Guide(string said)
    {
        _words = said + " " + _draft.Title.Value + " " + _draft.Text.Value;
        _scope = SpokenWords.OutOfScope(rules, _words);
        var heard = string.Join("。", _lines.Where(l => l.Speaker == Party.Citizen).Select(l => l.Text)); // unfinished and doubtful ones too: recall before precision
        _dangers = SpokenWords.Dangers(rules, heard + "。" + _draft.Text.Value);
    }

    /// <summary>Plays two seconds of the call and marks the line; the listening is role-checked and written down like any other.</summary>
    private async Task HearAsync(Evidence evidence)
    {
        if (_draft.CallId is not { } call) return;
        _marked = evidence.Utterance;
        StateHasChanged();
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./desk/evidence.js");
        var played = await module.InvokeAsync<bool>("play", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/api/v1/calls/{call}/recording/clip?from={evidence.From}&to={evidence.To}"));
        _notice = played ? null : T["evidence.not-yet"].Value;
        StateHasChanged();
    }

    private async Task FalseAlarmAsync()
    {
        var words = Dangers;
        foreach (var danger in words) _falseAlarms.Add(danger.Word);
        await TryStoreAsync(ct => dangerMarks.FalseAlarmAsync(Mine?.Id, words, Agent, ct));
    }

    private Task CallAmbulanceAsync() => Ambulance is { } number ? ContactAsync(("join", new Target.Outside(number))) : Task.CompletedTask;

    /// <summary>A sentence the summary left out and the agent wants in the text.</summary>
    private void AddSentence(string sentence)
    {
        _draft.Text.Add(sentence);
        Change();
    }

    private void Refuse(string ground)
    {
        _draft.Ground.Type(ground);
        Change();
    }

    private void Cite(ArticleVersion article)
    {
        _draft.Cite(article.Id);
        _draft.Answer.Type(_draft.Answer.Value.Length == 0 ? article.Text.Content : _draft.Answer.Value + "\n" + article.Text.Content);
        Change();
    }

    /// <summary>What is to be said stays on the panel; what is to be written goes into its field. A macro fills in; the agent still presses the button.</summary>
    private async Task TakePhraseAsync(Phrase phrase)
    {
        if (phrase.Kind == PhraseKind.Say) return;
        if (phrase.Kind == PhraseKind.Macro)
        {
            if (phrase.Type is { Length: > 0 } type) _draft.Type.Type(type);
            if (phrase.Category is { Length: > 0 } category) _draft.Category.Type(category);
        }

        var field = phrase.Field == "answer" ? _draft.Answer : _draft.Text;
        var words = phrase.Fill(PhraseValues);
        if (words.Length > 0) field.Add(words);
        _panel = null;
        Change();
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", "./desk/keys.js");
        await module.InvokeVoidAsync("focus", phrase.Field == "answer" ? "answer" : "text");
    }

    private async Task TryStoreAsync(Func<CancellationToken, Task> store)
    {
        try
        {
            await store(_leaving.Token);
        }
        catch (Npgsql.NpgsqlException e)
        {
            NotAccepted(log, e);
        }
    }
}
