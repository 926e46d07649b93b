using Hotline.Telephony.Media;

namespace Hotline.Telephony.Calls;

/// <content>播报·按键: what the citizen hears before and after the agent, and what the keys mean meanwhile. An agent who answers ends it all.</content>
internal sealed partial class CallActor
{
    private const int MostKeys = 20;
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromSeconds(2.5);

    private Action? _afterwards;
    private object? _speech;
    private Question? _question;

    private TimeSpan KeyPatience => _services.Options.KeyPatience;

    private bool NobodyTalks => _now.State is not (CallState.Talking or CallState.Ended);

    private IEnumerable<Prompt?> Prompts(params IEnumerable<string> ids) => ids.Select(_services.Prompts.Find);

    /// <summary>Plays these prompts as one and then goes on; those that are missing are left out, and where all are, it goes on at once.</summary>
    private void Say(IEnumerable<Prompt?> prompts, Action then)
    {
        var audio = prompts.OfType<Prompt>().ToList();
        (_speech, _afterwards) = (new object(), then);
        if (audio.Count == 0) Said(_speech);
        else _leg.Play(Prompt.Join(audio), tag: _speech);
    }

    private void Said(object? tag)
    {
        if (tag is null || tag != _speech || _afterwards is not { } then) return;
        (_speech, _afterwards) = (null, null);
        if (NobodyTalks) then();
    }

    /// <summary>Says it, and takes keys from the first word on until the patience after the last one is over.</summary>
    /// <param name="none">No key came.</param>
    private void Ask(IEnumerable<Prompt?> prompts, TimeSpan patience, Action<char> pressed, Action none)
    {
        var question = _question = new(pressed, none);
        Say(prompts, () => Wait(question, patience));
    }

    private void Wait(Question question, TimeSpan patience)
    {
        if (_question == question) After(patience, () => GiveUp(question));
    }

    private void GiveUp(Question question)
    {
        if (_question != question || !NobodyTalks) return;
        _question = null;
        question.None();
    }

    private void Asked(char key)
    {
        if (NobodyTalks) _question?.Pressed(key);
    }

    /// <summary>Takes keys until # or a pause, then what was typed is done with; the first key ends the words.</summary>
    /// <param name="none">No key came at all.</param>
    private void AskForKeys(IEnumerable<Prompt?> prompts, Action<string> typed, Action none) => Ask(prompts, KeyPatience, key => Type("", key, typed), none);

    private void Type(string before, char key, Action<string> typed)
    {
        _leg.StopPlaying();
        NoQuestion();
        var text = key == '#' ? before : before + key;
        if (key == '#' || text.Length >= MostKeys) typed(text);
        else Wait(_question = new(next => Type(text, next, typed), () => typed(text)), BetweenKeys);
    }

    /// <summary>No key means anything any more, and nothing comes after what plays.</summary>
    private void NoQuestion() => (_question, _speech, _afterwards) = (null, null, null);

    private sealed class Question(Action<char> pressed, Action none)
    {
        internal Action<char> Pressed => pressed;

        internal Action None => none;
    }
}
