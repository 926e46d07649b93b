using System.Globalization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>What is wrong with a profile beyond its shape, each with its JSON path, the rule and an example.</summary>
internal static class ProfileProblems
{
    internal static IEnumerable<string> Of(CityProfile p)
    {
        var categories = p.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).Select(c => c.Code).ToHashSet();
        return
        [
            .. OfCalendar(p), .. OfHandling(p, p.Handling ?? new HandlingRules(), categories), .. OfBorder(p.Police, categories), .. OfScoring(p.Scoring),
            .. Twice("ratings", (p.Ratings ?? []).Select(r => r.Grade.Code())),
            .. (p.Ratings ?? []).SelectMany((r, i) => Between($"ratings[{i}].points", r.Points, 0, 100)),
            .. p.Counts.Return is { } limit ? OfLimit("counts.return", limit) : [],
            .. OfSecrecy(p.Secrecy), .. Twice("retention", (p.Retention ?? []).Select(r => r.Kind.Code())),
            .. (p.Retention ?? []).SelectMany((r, i) => Between($"retention[{i}].days", r.Days ?? 1, 1, 36500)),
            .. Twice("citizenLabels", (p.CitizenLabels ?? []).Select(l => l.State.Code())),
            .. (p.Withheld ?? []).SelectMany((w, i) => OfWithheld(w, $"withheld[{i}]")),
            .. OfMenus(p.Menus ?? []), .. OfQuality(p.Quality), .. Twice("reports", (p.Reports ?? []).Select(r => r.Code)),
            .. (p.Alerts ?? []).SelectMany((a, i) => NotEmpty($"alerts[{i}].words", a.Words)),
            .. (p.Alerts ?? []).SelectMany((a, i) => a.Line is null or "110" or "119" or "120" ? Array.Empty<string>() : [$"alerts[{i}].line: \"{a.Line}\" is no emergency line. Example: \"110\"."]),
            .. Twice("forms", (p.Forms ?? []).SelectMany(f => (f.Types ?? Enum.GetValues<RequestType>()).SelectMany(t => (f.Categories ?? [""]).Select(c => $"{f.Field.Code()}/{t.Code()}/{c}")))),
            .. (p.Forms ?? []).SelectMany((f, i) => (f.Categories ?? []).Where(c => !categories.Contains(c)).Select(c => $"forms[{i}].categories: \"{c}\" is in no category. Example: \"{categories.FirstOrDefault()}\".")),
        ];
    }

    internal static IEnumerable<string> Hours(string path, string hours)
    {
        try
        {
            WorkHours.Parse(hours);
            return [];
        }
        catch (FormatException e)
        {
            return [$"{path}: {e.Message}"];
        }
    }

    internal static IEnumerable<string> Twice(string path, IEnumerable<string> codes) =>
        codes.GroupBy(c => c).Where(g => g.Count() > 1 || g.Key.Length == 0).Select(g => $"{path}: code \"{g.Key}\" must be given once and not be empty.");

    internal static IEnumerable<string> Between(string path, int value, int least, int most) =>
        value >= least && value <= most ? [] : [$"{path}: {value} must lie between {least} and {most}. Example: {least}."];

    internal static IEnumerable<string> NotEmpty(string path, IReadOnlyList<string>? words) =>
        words is { Count: > 0 } && words.All(w => w.Length > 0) ? [] : [$"{path}: needs at least one word, and none may be empty. Example: [\"燃气泄漏\"]."];

    private static IEnumerable<string> OfCalendar(CityProfile p) =>
    [
        .. Twice("days", p.Days.Select(d => d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        .. Twice("calendars", (p.Calendars ?? []).Select(n => n.Code)),
        .. (p.Calendars ?? []).SelectMany((n, i) => Hours($"calendars[{i}].workHours", n.WorkHours)),
        .. p.Limits.SelectMany((l, i) => l.Hours is { } own && p.Calendars?.Any(c => c.Code == own) != true ? Hours($"limits[{i}].hours", own) : []),
    ];

    private static IEnumerable<string> OfHandling(CityProfile p, HandlingRules h, HashSet<string> categories) =>
    [
        .. h.Extensions.SelectMany((e, i) => OfExtension(e, $"handling.extensions[{i}]")),
        .. Twice("handling.pauses", h.Pauses.Select(g => g.Code)), .. h.Pauses.SelectMany((g, i) => OfLimit($"handling.pauses[{i}].cap", g.Cap)),
        .. Twice("handling.notAccepted", h.NotAccepted.Select(g => g.Code)),
        .. h.NotAccepted.SelectMany((g, i) => string.IsNullOrWhiteSpace(g.Path) ? [$"handling.notAccepted[{i}].path: the citizen has to be told a lawful path. Example: \"请向有管辖权的机关反映\"."] : Array.Empty<string>()),
        .. new (string Name, int Value, int Least)[]
        {
            ("pauseDaysAltogether", h.PauseDaysAltogether, 1), ("promiseDays", h.PromiseDays, 1), ("promiseReviewDays", h.PromiseReviewDays, 1), ("urgesADay", h.UrgesADay, 1), ("messagesADay", h.MessagesADay, 1),
            ("urgesToSupervise", h.UrgesToSupervise, 1), ("reopenDays", h.ReopenDays, 1), ("redoToRaise", h.RedoToRaise, 1),
            ("unitsToRaise", h.UnitsToRaise, 2), ("followUp.days", h.FollowUp.Days, 1),
        }.SelectMany(n => Between($"handling.{n.Name}", n.Value, n.Least, 3650)),
        .. h.Cards.SelectMany((c, i) => OfCard(c, $"handling.cards[{i}]")),
        .. p.Limits.SelectMany((l, i) => (l.Cards ?? []).SelectMany((c, j) => OfCard(c, $"limits[{i}].cards[{j}]"))),
        .. h.Ladder.SelectMany((s, i) => OfNotices(s.To, $"handling.ladder[{i}].to")),
        .. Twice("handling.statutory", h.Statutory.Select(s => s.Code)), .. h.Statutory.SelectMany((s, i) => OfStatutory(s, categories, $"handling.statutory[{i}]")),
        .. h.Kpi.Problems(), .. h.FollowUp.Problems(), .. h.Notices.Problems(p.Departments),
    ];

    private static IEnumerable<string> OfExtension(ExtensionRule e, string path)
    {
        foreach (var problem in OfLimit($"{path}.most", e.Most)) yield return problem;
        if (e.Approvers.Count == 0) yield return $"{path}.approvers: somebody has to grant it. Example: [\"department-lead\"].";
        foreach (var role in e.Approvers.Where(r => Transitions.Table.All(t => t.Step != Step.GrantExtension || !t.By.Contains(r))))
            yield return $"{path}.approvers: \"{role.Code()}\" may not grant extensions by the transition table. Example: \"reviewer\".";
    }

    private static IEnumerable<string> OfLimit(string path, Limit limit) => Between($"{path}.value", limit.Value, 1, 100000);

    private static IEnumerable<string> OfCard(CardRule c, string path)
    {
        if (c is { Percent: null, Offset: null } or { Percent: not null, Offset: not null })
            yield return $"{path}: needs either percent or offset. Example: {{\"card\": \"blue\", \"percent\": 50}}.";
        if (c.Percent is { } percent && percent is < 1 or > 100) yield return $"{path}.percent: {percent} must lie between 1 and 100. Example: 50.";
        if (c is { Offset: not null, Unit: null }) yield return $"{path}.unit: an offset needs a unit. Example: {{\"card\": \"yellow\", \"offset\": -1, \"unit\": \"working-days\"}}.";
        foreach (var problem in OfNotices(c.To, $"{path}.to")) yield return problem;
    }

    private static IEnumerable<string> OfNotices(IReadOnlyList<NoticeTo>? to, string path) =>
        [.. Twice(path, (to ?? []).Select(n => n.Role.Code())), .. (to ?? []).SelectMany((n, i) => n.By.Count == 0 ? [$"{path}[{i}].by: needs at least one way. Example: [\"desk\"]."] : Array.Empty<string>())];

    private static IEnumerable<string> OfStatutory(StatutoryRule s, HashSet<string> categories, string path) =>
    [
        .. s.Limits.Count == 0 ? [$"{path}.limits: needs at least one. Example: {{\"clock\": \"handling\", \"value\": 45, \"unit\": \"working-days\"}}."] : Array.Empty<string>(),
        .. s.Limits.SelectMany((l, i) => Between($"{path}.limits[{i}].value", l.Value, 1, 100000)),
        .. (s.Categories ?? []).Where(c => !categories.Contains(c)).Select(c => $"{path}.categories: \"{c}\" is in no category. Example: \"{categories.FirstOrDefault()}\"."),
    ];

    private static IEnumerable<string> OfBorder(PoliceBorder? b, HashSet<string> categories) => b is null ? [] :
    [
        .. Twice("police.toPolice", b.ToPolice.Select(m => m.Code)), .. Twice("police.fromPolice", b.FromPolice.Select(m => m.Code)),
        .. b.FromPolice.SelectMany((m, i) => m.Category is { } c && !categories.Contains(c) ? [$"police.fromPolice[{i}].category: \"{c}\" is in no category. Example: \"{categories.FirstOrDefault()}\"."] : Array.Empty<string>()),
    ];

    private static IEnumerable<string> OfScoring(ScoringRules? k) => k is null ? [] :
    [
        .. Twice("scoring.exclusions", (k.Exclusions ?? []).Select(e => e.Code)),
        .. k.Weights is { Count: > 0 } w && w.Values.Sum() != 100 ? [$"scoring.weights: they sum to {w.Values.Sum()} and must sum to 100."] : Array.Empty<string>(),
        .. (k.Weights ?? new Dictionary<string, int>()).SelectMany(pair => Between($"scoring.weights.{pair.Key}", pair.Value, 0, 100)),
    ];

    private static IEnumerable<string> OfSecrecy(SecrecyRules? s) => s is null ? [] :
        [.. Between("secrecy.phoneHead", s.PhoneHead, 0, 4), .. Between("secrecy.phoneTail", s.PhoneTail, 0, 4), .. Between("secrecy.unmaskMinutes", s.UnmaskMinutes, 1, 480)];

    private static IEnumerable<string> OfWithheld(WithheldSteps w, string path) => w.Steps
        .Where(s => Transitions.Table.All(t => t.Step != s || !t.By.Contains(w.Role)))
        .Select(s => $"{path}.steps: the role \"{w.Role.Code()}\" never has the step \"{s.Code()}\"; a profile only takes away what the transition table gives. Example: \"note\".");

    private static IEnumerable<string> OfMenus(IReadOnlyList<VoiceMenu> menus) =>
    [
        .. Twice("menus", menus.Select(m => m.Code)),
        .. menus.SelectMany((m, i) => Twice($"menus[{i}].keys", (m.Keys ?? []).Select(k => k.Key)).Concat((m.Keys ?? []).SelectMany((k, j) => OfKey(k, menus, $"menus[{i}].keys[{j}]")))),
    ];

    private static IEnumerable<string> OfKey(MenuKey k, IReadOnlyList<VoiceMenu> menus, string path)
    {
        if (k.Key is not [(>= '0' and <= '9') or '*' or '#']) yield return $"{path}.key: \"{k.Key}\" is no key. Example: \"1\".";
        if (new[] { k.Menu, k.Queue, k.Number }.Count(t => t is not null) != 1) yield return $"{path}: leads to one of menu, queue and number. Example: {{\"key\": \"1\", \"name\": \"人工\", \"queue\": \"general\"}}.";
        if (k.Menu is { } menu && menus.All(m => m.Code != menu)) yield return $"{path}.menu: \"{menu}\" is no menu. Example: \"{menus[0].Code}\".";
    }

    private static IEnumerable<string> OfQuality(QualitySheet? q) => q is null ? [] :
    [
        .. Twice("quality.items", q.Items.Select(i => i.Code)), .. Between("quality.samplePercent", q.SamplePercent, 0, 100), .. Between("quality.appealDays", q.AppealDays, 1, 30),
        .. q.Items.Sum(i => i.Points) == 100 ? Array.Empty<string>() : [$"quality.items: their points sum to {q.Items.Sum(i => i.Points)} and must sum to 100."],
    ];
}
