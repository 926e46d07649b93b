using Hotline.Telephony.Prompts;

namespace Hotline.Telephony.Calls;

/// <summary>What somebody who waits is told (排队播报), as prompts in a row: nothing that is not known.</summary>
internal static class WaitingWords
{
    internal const string NobodyButCallback = "no-agent-callback";

    /// <param name="position">1 is next; null: not known.</param>
    /// <param name="wait">From … to …; null while no estimate is good enough to be told.</param>
    /// <param name="staffed">Somebody who serves the queue is signed in.</param>
    /// <param name="callback">To be called back is offered.</param>
    internal static IReadOnlyList<string> Of(int? position, (TimeSpan From, TimeSpan To)? wait, bool staffed, bool callback = false)
    {
        if (!staffed) return callback ? [NobodyButCallback] : ["no-agent"];
        var words = new List<string> { "busy" };
        if (position is > 1) words.AddRange(["position-before", .. SpokenChinese.Count(position.Value - 1), "位", "position-after"]);
        if (position == 1) words.Add("position-next");
        if (wait is var (from, to)) words.AddRange(["wait-before", .. SpokenChinese.Minutes(Minutes(from), Minutes(to))]);
        if (callback) words.Add("callback-offer");
        return words;
    }

    /// <summary>Whole minutes, rounded up: nobody is promised less than there is.</summary>
    private static int Minutes(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalMinutes));
}
