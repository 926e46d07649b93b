namespace Hotline.Tickets.City;

/// <summary>
/// The versions of the rules in force and to come, each from a moment on (规则版本). Turned over as a whole when one is published
/// or rolled back; from the very moment a version is valid everybody who asks gets it.
/// </summary>
internal sealed class CityRulebook
{
    private readonly TimeProvider _clock;
    private volatile IReadOnlyList<(DateTimeOffset From, CityRules Rules)> _pages;

    internal CityRulebook(CityProfile first, TimeProvider clock)
    {
        (_clock, _pages) = (clock, [(DateTimeOffset.MinValue, new CityRules(first))]);
        Live = new CityRules(this);
    }

    /// <summary>The rules that change with the book.</summary>
    internal CityRules Live { get; }

    internal CityRules Now => At(_clock.GetUtcNow());

    /// <summary>The version of a moment; before the first one, the first.</summary>
    internal CityRules At(DateTimeOffset at)
    {
        var pages = _pages;
        var rules = pages[0].Rules;
        for (var i = 1; i < pages.Count && pages[i].From <= at; i++) rules = pages[i].Rules;
        return rules;
    }

    /// <param name="pages">At least one, in the order of their moments.</param>
    internal void Turn(IReadOnlyList<(DateTimeOffset From, CityRules Rules)> pages) => _pages = pages;
}
