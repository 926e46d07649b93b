namespace Hotline.Telephony.Queues;

/// <summary>What is wrong with the settings of queues and seats; each failure names the setting, its value and the fix.</summary>
internal static class QueueRules
{
    internal static IEnumerable<string> Wrong(TelephonyOptions o)
    {
        for (var i = 0; i < o.Queues.Count; i++)
        {
            foreach (var problem in Wrong(o.Queues[i], $"Telephony:Queues:{i}", o.Queues)) yield return problem;
        }

        if (o.Queues.GroupBy(q => q.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"Telephony:Queues names {twice.Key} twice: keep one of them.";
        if (o.Queues.SelectMany(q => q.Lines.Distinct(StringComparer.Ordinal)).GroupBy(l => l, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } shared)
            yield return $"Telephony:Queues has the line {shared.Key} in two queues: leave it in one, because a caller waits in one.";
        foreach (var (at, key) in MenuKeys(o).Where(k => k.Key.Queue is { } name && QueueOptions.OrDefault(o.Queues).All(q => q.Name != name)))
            yield return $"{at}:Queue is \"{key.Queue}\": name one of Telephony:Queues ({string.Join(", ", QueueOptions.OrDefault(o.Queues).Select(q => q.Name))}), or leave it out.";
        foreach (var problem in Wrong(o.Seats)) yield return problem;
    }

    private static IEnumerable<string> Wrong(QueueOptions q, string at, IReadOnlyList<QueueOptions> all)
    {
        if (string.IsNullOrWhiteSpace(q.Name)) yield return $"{at}:Name is \"{q.Name}\": name the queue, for example main.";
        if (!Enum.IsDefined(q.Strategy)) yield return $"{at}:Strategy is \"{q.Strategy}\": set one of {string.Join(", ", Enum.GetNames<Distribution>())}.";
        if (q.Lines.Any(string.IsNullOrWhiteSpace)) yield return $"{at}:Lines has an empty number: remove it, or name the number.";
        if (q.Agents.Any(string.IsNullOrWhiteSpace)) yield return $"{at}:Agents has an empty work number: remove it, or name the agent.";
        foreach (var (skill, level) in q.Skills.Where(s => s.Value is < 1 or > AgentSkills.Best))
            yield return $"{at}:Skills:{skill} is {level}: set a level from 1 to {AgentSkills.Best}.";
        for (var i = 0; i < q.Wants.Count; i++)
        {
            if (AgentSkills.Demand(q.Wants[i]) is not ({ Length: > 0 }, >= 1 and <= AgentSkills.Best))
                yield return $"{at}:Wants:{i} is \"{q.Wants[i]}\": write a skill and a level from 1 to {AgentSkills.Best}, for example dialect:yue:3.";
        }

        for (var i = 0; i < q.Steps.Count; i++)
        {
            if (q.Steps[i].After < TimeSpan.Zero) yield return $"{at}:Relaxation:{i}:After is {q.Steps[i].After}: set zero or more, for example 00:00:30.";
            if (q.Steps[i].Level is < 0 or > AgentSkills.Best) yield return $"{at}:Relaxation:{i}:Level is {q.Steps[i].Level}: set a level from 0 (anyone) to {AgentSkills.Best}.";
        }

        if (q.Weight < 1) yield return $"{at}:Weight is {q.Weight}: set 1 or more.";
        if (q.OverflowTo is { } to && (to == q.Name || all.All(other => other.Name != to)))
            yield return $"{at}:OverflowTo is \"{to}\": name another one of Telephony:Queues, or leave it out.";
        if (q.OverflowAfter is { } after && q.OverflowTo is null) yield return $"{at}:OverflowAfter is {after} without OverflowTo: name the queue to move to, or leave it out.";
        foreach (var (name, time) in new[] { (nameof(q.OverflowAfter), q.OverflowAfter), (nameof(q.OfferTimeout), q.OfferTimeout), (nameof(q.StarvedAfter), q.StarvedAfter) })
        {
            if (time <= TimeSpan.Zero) yield return $"{at}:{name} is {time}: set a time above zero, for example 00:00:20.";
        }

        if (q.WrapUp < TimeSpan.Zero) yield return $"{at}:WrapUp is {q.WrapUp}: set zero or more, for example 00:00:30.";
        if (q.EstimateErrorLimit is not (>= 0 and <= 1)) yield return $"{at}:EstimateErrorLimit is {q.EstimateErrorLimit}: set a share from 0 (never told) to 1, for example 0.3.";
    }

    private static IEnumerable<string> Wrong(SeatOptions seats)
    {
        if (seats.WrapUpCap <= TimeSpan.Zero) yield return $"Telephony:Seats:WrapUpCap is {seats.WrapUpCap}: set a time above zero, for example 00:05:00.";
        if (seats.CallsPerHour < 1) yield return $"Telephony:Seats:CallsPerHour is {seats.CallsPerHour}: set 1 or more, or leave it out for no limit.";
        if (seats.Rest <= TimeSpan.Zero) yield return $"Telephony:Seats:Rest is {seats.Rest}: set a time above zero, for example 00:10:00.";
        for (var i = 0; i < seats.Reasons.Count; i++)
        {
            var (at, reason) = ($"Telephony:Seats:BreakReasons:{i}", seats.Reasons[i]);
            if (string.IsNullOrWhiteSpace(reason.Code) || reason.Code.Length > 40) yield return $"{at}:Code is \"{reason.Code}\": set a short code, for example meal.";
            if (string.IsNullOrWhiteSpace(reason.Text)) yield return $"{at}:Text is \"{reason.Text}\": say it as people read it, for example 用餐.";
        }

        if (seats.Reasons.SelectMany(r => new[] { r.Code, r.Text, r.English }.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal))
            .GroupBy(t => t, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"Telephony:Seats:BreakReasons names {twice.Key} twice: keep one of them.";
    }

    private static IEnumerable<(string At, Calls.MenuKey Key)> MenuKeys(TelephonyOptions o) =>
        o.Lines.SelectMany((line, l) => (line.Menu?.Keys ?? []).Select((key, k) => ($"Telephony:Lines:{l}:Menu:Keys:{k}", key)));
}
