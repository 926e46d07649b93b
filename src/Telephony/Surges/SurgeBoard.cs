namespace Hotline.Telephony.Surges;

/// <summary>The announcements that are switched on, in memory, so that no call waits for the database.</summary>
internal sealed class SurgeBoard(TimeProvider clock)
{
    private volatile IReadOnlyList<Surge> _all = [];

    /// <summary>Newest first.</summary>
    internal IReadOnlyList<Surge> All
    {
        get => _all;
        set => _all = value;
    }

    /// <summary>The newest one of the line that is on now.</summary>
    internal Surge? On(string line) => _all.FirstOrDefault(s => s.IsOn(line, clock.GetUtcNow()));
}
