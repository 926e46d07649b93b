using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>A figure of the profile that is edited in a field of its own.</summary>
/// <param name="path">As in error messages.</param>
internal sealed class ProfileNumber(string path, int value)
{
    internal string Path => path;

    internal string Id => path.Replace('.', '-');

    internal int Value { get; set; } = value;

    internal static List<ProfileNumber> Of(CityProfile p)
    {
        var handling = p.Handling ?? new HandlingRules();
        return
        [
            new("counts.returns", p.Counts.Returns), new("counts.returnHours", p.Counts.ReturnHours), new("counts.redos", p.Counts.Redos), new("counts.followUpCalls", p.Counts.FollowUpCalls),
            new("handling.urgesADay", handling.UrgesADay), new("handling.urgesToSupervise", handling.UrgesToSupervise), new("handling.messagesADay", handling.MessagesADay), new("handling.reopenDays", handling.ReopenDays),
            new("handling.redoToRaise", handling.RedoToRaise), new("handling.unitsToRaise", handling.UnitsToRaise), new("handling.pauseDaysAltogether", handling.PauseDaysAltogether),
            new("handling.promiseDays", handling.PromiseDays), new("handling.promiseReviewDays", handling.PromiseReviewDays),
        ];
    }

    internal static CityProfile Into(CityProfile p, IReadOnlyList<ProfileNumber> numbers)
    {
        int At(string path) => numbers.First(n => n.Path == path).Value;
        return p with
        {
            Counts = p.Counts with { Returns = At("counts.returns"), ReturnHours = At("counts.returnHours"), Redos = At("counts.redos"), FollowUpCalls = At("counts.followUpCalls") },
            Handling = (p.Handling ?? new HandlingRules()) with
            {
                UrgesADay = At("handling.urgesADay"), UrgesToSupervise = At("handling.urgesToSupervise"), MessagesADay = At("handling.messagesADay"), ReopenDays = At("handling.reopenDays"), RedoToRaise = At("handling.redoToRaise"),
                UnitsToRaise = At("handling.unitsToRaise"), PauseDaysAltogether = At("handling.pauseDaysAltogether"), PromiseDays = At("handling.promiseDays"), PromiseReviewDays = At("handling.promiseReviewDays"),
            },
        };
    }
}
