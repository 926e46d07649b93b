using System.Globalization;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Reading;

/// <summary>
/// 办理过程 in English, made of the event's own data. What people typed stays as they typed it, units and categories keep their names, and what the
/// system wrote into an event is told in English (<see cref="SystemSentences"/>). Pure.
/// </summary>
/// <param name="term">The English word of a term, by its enumeration and code: StateName.closed; of a limit by its unit, with {0} for the value.</param>
/// <param name="unit">The name of a unit; null for one nobody knows.</param>
/// <param name="category">The name of a category, by its code.</param>
public sealed class EnglishTimeline(Func<string, string> term, Func<DepartmentId, string?> unit, Func<string, string?> category)
{
    /// <returns>Null where the title says it all.</returns>
    public string? Detail(TicketEvent happened) => happened switch
    {
        TicketEvent.Accepted e => $"{Term(e.Facts.Type)} · {Term(e.Facts.Channel)}",
        TicketEvent.AnsweredOnTheSpot e => e.Answer,
        TicketEvent.Dispatched e => $"{(e.Before is { } from ? $"{Of(from)} → " : "")}{Of(e.To)}{With(e.Reason)}",
        TicketEvent.SignedFor e => Of(e.By),
        TicketEvent.Contacted { Contact: { Reached: true } c } => $"Reached {Told(c.Person ?? "")}: {Told(c.Content ?? "")}",
        TicketEvent.Contacted { Contact: var c } => $"Not reached{(c.WhyNot is { } why ? $": {Term(why)}" : "")}{With(c.Content)}",
        TicketEvent.Messaged e => $"{Of(e.By)}: {e.Text}",
        TicketEvent.NotAccepted e => $"{e.Ground}: {e.Path}{With(e.Explanation)}{(e.Insists ? ", the caller insists" : "")}",
        TicketEvent.ConfirmedNotAccepted e => e.Note,
        TicketEvent.AcceptedAfterAll e => Told(e.Reason),
        TicketEvent.Corrected e => $"{Changes(e.Before, e.After)}{With(e.Reason)}",
        TicketEvent.InformationRequested e => e.Question,
        TicketEvent.InformationSupplied e => Told(e.Text),
        TicketEvent.ReturnRequested { Request: var r } => $"{Term(r.Code)}: {r.Reason}{Suggested(r.Suggested)}{With(r.Evidence)}",
        TicketEvent.Returned e => $"{Term(e.Code)}: {e.Reason}{Suggested(e.Suggested)}",
        TicketEvent.ReturnAccepted e => e.Silent ? "Nobody objected in time: accepted by default" : e.Reason,
        TicketEvent.ReturnRefused e => e.Reason,
        TicketEvent.Disputed { Statement: var s } => Said(s),
        TicketEvent.Stated { Statement: var s } => Said(s),
        TicketEvent.Adjudicated e => $"{Of(e.To)}: {e.Reason}, on the ground of {e.Basis}{(e.Precedent is null ? "" : $", precedent {e.Precedent.TrimStart('裁')}")}",
        TicketEvent.ExtensionRequested { Request: var r } => $"{Of(r.More)}, {Term(r.Code)}: {r.Reason}",
        TicketEvent.ExtensionGranted e => e.Last ? $"Due {At(e.DueBefore)} → {At(e.Due)}" : "Waits for the next level's approval",
        TicketEvent.ExtensionRefused e => e.Reason,
        TicketEvent.SuspensionRequested { Request: var r } => $"{Of(r.For)}, {r.Reason}{With(r.Evidence)}",
        TicketEvent.SuspensionGranted e => $"Until {At(e.Until)}",
        TicketEvent.SuspensionRefused e => e.Reason,
        TicketEvent.Resumed e => Told(e.Reason),
        TicketEvent.ProgressReported e => $"{e.Text}{(e.Next is { } day ? $", next report {Of(day)}" : "")}",
        _ => Later(happened),
    };

    private string? Later(TicketEvent happened) => happened switch
    {
        TicketEvent.TasksAssigned e => $"{Term(e.Tasks[0].Kind)}: {string.Join("; ", e.Tasks.Select(t => $"{t.No} {Of(t.Unit)}: {t.Question}"))}",
        TicketEvent.Conferred e => $"{string.Join(", ", e.Participants)}: {e.Decision}",
        TicketEvent.TaskAnswered e => $"{e.Task} {Of(e.By)}: {e.Answer}",
        TicketEvent.TaskWaived e => $"{e.Task}: {e.Reason}",
        TicketEvent.CheckedIn e => $"{e.Task} {Of(e.By)}",
        TicketEvent.ResponseRated e => Graded(e.Task, e.Grade, e.Comment),
        TicketEvent.CallRated e => Graded(e.Task, e.Grade, e.Comment),
        TicketEvent.Shared { Share: var s } => $"{Of(s.Unit)}, until {At(s.Until)}",
        TicketEvent.Noted e => Told(e.Text),
        TicketEvent.Attached { Attachment: var a } => a.Name,
        TicketEvent.Urged e => e.Text,
        TicketEvent.Supervised { Order: var o } => $"{Term(o.Level)} {o.No}, {(o.Addressee is { } to ? Of(to) : Term(Role.Dispatcher))}: {(o.Automatic ? Told(o.Instruction) : o.Instruction)}",
        TicketEvent.SupervisionAnswered e => $"{e.Order}: {e.Answer}",
        TicketEvent.SupervisionJudged e => $"{e.Order}: {(e.Recognised ? "recognised" : "sent back")}{With(e.Reason)}",
        TicketEvent.Raised e => $"Level {e.Level}: {Told(e.Reason)}",
        TicketEvent.ReplyCorrected e => e.Reason,
        TicketEvent.Reopened e => Told(e.Words),
        TicketEvent.RepliedWithMaster e => $"Master {e.Master}",
        TicketEvent.Woken e => $"Promised for {Of(e.Promised)}",
        TicketEvent.Withdrawn e => Told(e.Reason),
        TicketEvent.Archived => null,
        TicketEvent.Rescheduled e => Told(e.Reason),
        TicketEvent.Replied e => $"{Term(e.Reply.Finding)}, {Term(e.Reply.Result)}",
        TicketEvent.Approved e => e.Before is null ? null : "The reviewer changed the wording",
        TicketEvent.SentBack e => e.Reason,
        TicketEvent.FollowedUp { Answer.Reached: false } e => $"{(e.Answer.Result is { } result ? Term(result) : "Not reached")}{With(e.Answer.Comment)}",
        TicketEvent.FollowedUp e => $"{Said(e.Answer.Solved, e.Answer.Satisfaction)}{Then(e.Outcome)}{With(e.Answer.Comment)}",
        TicketEvent.Rated e => $"{Said(e.Solved, e.Satisfaction)}{Then(e.Outcome)}{With(e.Comment)}",
        TicketEvent.TransferredToPolice e => Told(e.Reason),
        TicketEvent.PoliceResultRecorded e => e.Result,
        TicketEvent.ClockWarned e => $"{(e.Card is { } card ? $"{Term(card)}: " : "")}{Term(e.Clock)} due {At(e.Due)}",
        TicketEvent.ClockOverdue e => $"{Term(e.Clock)} was due {At(e.Due)}",
        _ => throw new InvalidOperationException($"{happened.GetType().Name} has no English words."),
    };

    private string Said(Statement s) => $"{(s.Unit is { } by ? Of(by) : Term(Role.Dispatcher))}: {s.Text}{Suggested(s.Suggested)}{With(s.Basis)}";

    private string Said(bool? solved, Satisfaction satisfaction) => $"{(solved is true ? "Solved" : "Not solved")}, {Term(satisfaction)}";

    private string Changes(RequestFacts a, RequestFacts b) => string.Join(", ", new (string Name, string? Before, string? After)[]
        {
            ("Title", a.Title, b.Title), ("Text", a.Text, b.Text), ("Place", a.Place, b.Place), ("District", a.District, b.District), ("Category", Category(a), Category(b)), ("Type", Term(a.Type), Term(b.Type)),
            ("Urgency", Term(a.Urgency), Term(b.Urgency)), ("Confidential", Yes(a.Confidential), Yes(b.Confidential)), ("Points", string.Join('/', a.Demands), string.Join('/', b.Demands)),
        }.Where(c => c.Before != c.After).Select(c => c.Before is { Length: > 30 } || c.After is { Length: > 30 } ? $"{c.Name} changed" : $"{c.Name} {c.Before} → {c.After}"));

    private string? Category(RequestFacts facts) => facts.Category is { } code ? category(code) ?? code : null;

    private string Term<T>(T value) where T : struct, Enum => term($"{typeof(T).Name}.{value.Code()}");

    private string Of(Limit limit) => string.Format(CultureInfo.InvariantCulture, limit.Value == 1 ? term("Limit." + limit.Unit.Code()).TrimEnd('s') : term("Limit." + limit.Unit.Code()), limit.Value);

    private string Of(DepartmentId id) => unit(id) ?? id.Code;

    private string Suggested(DepartmentId? id) => id is { } to ? $", suggests {Of(to)}" : "";

    private static string Graded(int task, int grade, string? comment) => $"{task}: {grade} of 5{With(comment)}";

    private static string Of(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset at) => DayEnd.Written(at.ToOffset(TimeSpan.FromHours(8)).DateTime, "d MMM yyyy, ");

    private static string Yes(bool yes) => yes ? "yes" : "no";

    private static string Told(string text) => SystemSentences.English(text) ?? text;

    private static string With(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $", {Told(text)}";

    private static string Then(FollowUpOutcome outcome) => outcome == FollowUpOutcome.Redo ? ", back to be redone" : "";
}
