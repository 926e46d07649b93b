namespace Hotline.Telephony.Callbacks;

/// <content>请给我回电: somebody asks to be called without having called.</content>
public sealed partial class CallbackList
{
    /// <summary>Nobody is called before the one, nor from the other on; local time.</summary>
    public (TimeOnly From, TimeOnly To) Hours => (_options.From, _options.To);

    /// <summary>A place in the queue for whoever asks, from that moment or the next polite hour on. One number has one task: a lost call's becomes this one, a kept place gets the new time, and what an agent has taken stays as it is.</summary>
    /// <param name="number">The asker's own; somebody has made sure of that.</param>
    /// <param name="line">The line they are called from.</param>
    /// <returns>Null for what is no number.</returns>
    public CallbackTask? Ask(string number, string line, DateTimeOffset notBefore)
    {
        if (CallerNumber.Normal(number) is not { Length: > 0 } normal) return null;
        lock (_owner)
        {
            var (now, old) = (_clock.GetUtcNow(), Of(normal));
            if (old is { State: CallbackState.Taken } || (old is not null && _queued.Contains(old.Id))) return old;
            var at = _options.Polite(notBefore > now ? notBefore : now);
            var task = old is { Kind: CallbackKind.Kept } ? old : new CallbackTask(old?.Id ?? Guid.CreateVersion7(), CallbackKind.Kept, normal, line, at, CallId.New(), at) 
            {
                LostAt = now, Version = old?.Version ?? 0, Queue = old?.Queue, SkillGroup = old?.SkillGroup, Skills = old?.Skills ?? new Dictionary<string, int>(StringComparer.Ordinal), Priority = old?.Priority ?? 0,
            };
            return Store(task with { Since = at, NextAt = at, DueAt = _options.Polite(at + _options.DueWithin), Confirmed = true });
        }
    }
}
