using Hotline.Tickets;

namespace Hotline.Agent.Blazor.Casework.Watching;

/// <summary>A ticket on somebody's watch: what is the matter with it, since when, until when.</summary>
/// <param name="Key">Tells lines of one ticket apart.</param>
/// <param name="What">In words, with reasons.</param>
/// <param name="Mark">A word in a tag, such as the level of an order.</param>
internal sealed record WatchLine(
    string Key, TicketNumber Number, string? Title, StateName? State, string? Department, string Mark, Design.Tone Tone, string What, DateTimeOffset? At, DateTimeOffset? Due, bool Overdue = false);
