using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests.Statistics;

/// <summary>
/// A city's month at random: people accept, dispatch, return, extend, suspend, answer, send back, rate and withdraw through the real
/// desk while its clock travels and the sweep fires. The same seed makes the same month.
/// </summary>
internal sealed class BusyMonth(TicketHouse house, int seed)
{
    private static readonly string[] Units = ["water", "power", "gas", "urban", "laocheng", "chengguan", "zhonglou", "binhai", "yugang"];
    private static readonly string?[] Categories = ["0301", "0302", "0104", "0502", null];
    private static readonly DateTimeOffset First = new(2026, 11, 1, 1, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<TicketId?, DateTimeOffset> _next = new();

    /// <summary>Steps that were taken.</summary>
    internal int Taken { get; private set; }

    /// <summary>Steps that a rule stood against.</summary>
    internal int Refused { get; private set; }

    internal async Task LiveAsync(int tickets, DateTimeOffset until)
    {
        var sweep = house.Sweep();
        for (var i = 0; i < tickets; i++) _next.Enqueue(null, First.AddMinutes(_random.Next(29 * 24 * 60)));
        while (_next.TryDequeue(out var ticket, out var at) && at < until)
        {
            house.Clock.Now = at > house.Clock.Now ? at : house.Clock.Now;
            await sweep.SweepAsync(Ct);
            ticket = ticket is { } known ? await StepAsync(known) : await AcceptAsync();
            if (ticket is { } goesOn) _next.Enqueue(goesOn, house.Clock.Now + Pause());
        }

        house.Clock.Now = until;
        await sweep.SweepAsync(Ct);
    }

    private async Task<TicketId?> AcceptAsync()
    {
        var request = new Request
        {
            Type = One(Enum.GetValues<RequestType>()), Channel = One(Channel.Phone, Channel.Phone, Channel.Web, Channel.Police), Title = "测试诉求", Text = "测试诉求内容",
            Category = One(Categories), District = One("laocheng", "binhai", null), Phone = Chance(85) ? $"1390000{_random.Next(40):D4}" : null, WantsReply = Chance(85),
            Urgency = One(Urgency.Normal, Urgency.Normal, Urgency.Normal, Urgency.Urgent), Confidential = Chance(10),
            Answer = Chance(15) ? "可以网上办理" : null,
        };
        if (request.Answer is null && Chance(4)) request = request with { Police = "有人持刀" };
        else if (request.Answer is null && Chance(4)) request = request with { NotAccepted = new NotAccept("R2") };
        return (await house.AcceptAsync(request)).Id;
    }

    /// <summary>One step with a ticket, or none; null when it has come to its end.</summary>
    private async Task<TicketId?> StepAsync(TicketId id)
    {
        var stored = (await house.Store.LoadAsync(id, Ct))!;
        var ticket = stored.Ticket;
        if (ticket.State.IsOpen && Chance(5)) await HappenAsync(id, stored, Occurrence(ticket));
        else if (Choose(ticket) is var (command, by))
        {
            var decision = await house.Desk.HandleAsync(id, command, by, Ct);
            if (decision is Decision.Invalid invalid) Assert.Fail($"{command}: {string.Join(' ', invalid.Errors.Select(e => e.Key + e.Value[0]))}");
            if (decision is Decision.Happened) Taken++;
            else Refused++;
        }

        return ticket.State is TicketState.Archived or TicketState.Withdrawn ? null : id;
    }

    /// <summary>What comes from steps of other parts of the house.</summary>
    private TicketEvent Occurrence(Ticket ticket) => _random.Next(4) switch
    {
        0 => new TicketEvent.Supervised(new SupervisionOrder(
            ticket.Supervisions.Count + 1, One(Enum.GetValues<SupervisionLevel>()), "请抓紧", One<DepartmentId?>(null, new("water")), house.Clock.Now, null, false, "5001")),
        1 => new TicketEvent.Urged("请抓紧", Sample.Rules.DayOf(house.Clock.Now)),
        2 => new TicketEvent.Raised(ticket.Level + 1, "多次重办"),
        _ => new TicketEvent.Attached(new Attachment(Guid.NewGuid(), "现场.jpg", AttachmentKind.Photo, 1, "00", Proof: true)),
    };

    private async Task HappenAsync(TicketId id, Stored stored, TicketEvent happened)
    {
        await house.Store.AppendAsync(id, stored, [happened], new Signature(Sample.Supervisor, house.Clock.Now, Sample.Rules.Version), Ct);
        Taken++;
    }

    private (ITicketCommand Command, Actor By)? Choose(Ticket ticket)
    {
        if (ticket.State.IsOpen && Chance(1)) return (new TransferToPolice("涉警"), Sample.Agent);
        if (ticket.State.IsOpen && Chance(2)) return (new WithdrawTicket("已解决"), Actor.Citizen);
        return ticket.State switch
        {
            TicketState.AwaitingDispatch => AwaitingDispatch(ticket),
            TicketState.AwaitingInformation => Chance(60) ? (new SupplyInformation("三号楼"), Actor.Citizen) : null,
            TicketState.AwaitingSignature s => Chance(85) ? (new SignForTicket(), Clerk(s)) : Return(s),
            TicketState.InHandling s => InHandling(s),
            TicketState.ReturnRequested => One<(ITicketCommand, Actor)?>(
                (new AcceptReturn("属实"), Sample.Dispatcher), (new RefuseReturn("属你单位"), Sample.Dispatcher), (new DisputeTicket("不清"), Sample.Dispatcher), null),
            TicketState.InDispute => (new Adjudicate(new(One(Units)), "职责清单", "三定方案"), Sample.Supervisor),
            TicketState.ExtensionRequested s => Extension(s),
            TicketState.SuspensionRequested => Chance(75) ? (new GrantSuspension(), Sample.Reviewer) : (new RefuseSuspension("不符"), Sample.Reviewer),
            TicketState.Suspended s => Chance(40) ? (new ResumeHandling("材料已齐"), Clerk(s)) : null,
            TicketState.AwaitingReview => Chance(80) ? (new ApproveReply(), Sample.Reviewer) : (new SendBackReply("请写明"), Sample.Reviewer),
            TicketState.AwaitingFollowUp => Chance(70) ? (Call(), Sample.Caller) : Chance(60) ? (Rating(), Actor.Citizen) : null,
            TicketState.Closed or TicketState.Answered => Chance(15) ? (Rating(), Actor.Citizen) : null,
            TicketState.NotAccepted => Chance(30) ? (new AcceptAfterAll("应受理"), Sample.Supervisor) : null,
            TicketState.TransferredToPolice => Chance(50) ? (new RecordPoliceResult("已处置"), Sample.Agent) : null,
            _ => null,
        };
    }

    private (ITicketCommand, Actor)? AwaitingDispatch(Ticket ticket) => _random.Next(100) switch
    {
        < 78 => (new DispatchTicket(new(One(Units)), "经核实"), Sample.Dispatcher),
        < 84 => (new AnswerOnTheSpot("可以网上办理"), Sample.Agent),
        < 88 => (new NotAccept("R3"), Sample.Agent),
        < 92 => (new RequestInformation("几号楼"), Sample.Dispatcher),
        < 97 => (new CorrectTicket(Type: ticket.Facts.Type == RequestType.Help ? RequestType.Complaint : RequestType.Help, Category: "0104"), Sample.Agent),
        _ => (new DisputeTicket("不清"), Sample.Dispatcher),
    };

    private (ITicketCommand, Actor)? InHandling(TicketState.InHandling s) => (s.ContactRecorded, _random.Next(100)) switch
    {
        (_, < 5) => Return(s),
        (false, < 70) => (new ContactCitizen(true, house.Clock.Now, "张先生", "了解情况"), Clerk(s)),
        (false, _) => (new ContactCitizen(false, WhyNot: One(Enum.GetValues<NotReachedReason>())), Clerk(s)),
        (_, < 18) => (new RequestExtension(ExtensionReason.Complex, "情况复杂", 2), Clerk(s)),
        (_, < 28) => (new RequestSuspension("awaiting-citizen", "等待材料", 3), Clerk(s)),
        (_, < 32) => (new ContactCitizen(true, house.Clock.Now, "张先生", "再次联系"), Clerk(s)),
        _ => (Reply(), Clerk(s)),
    };

    private SubmitReply Reply() => One(HandlingResult.Solved, HandlingResult.Solved, HandlingResult.PartlySolved, HandlingResult.Explained, HandlingResult.Promised) switch
    {
        HandlingResult.Promised => new(Finding.True, HandlingResult.Promised, "承诺办理", PromisedFor: Sample.Rules.DayOf(house.Clock.Now).AddDays(_random.Next(3, 20))),
        var result => new(Finding.True, result, "已办理"),
    };

    private (ITicketCommand, Actor)? Extension(TicketState.ExtensionRequested s)
    {
        var lead = new Actor($"{s.Responsible}-lead", "负责人", Role.DepartmentLead, s.Responsible);
        return _random.Next(10) switch
        {
            < 2 => (new RefuseExtension("不必"), s.Granted == 0 ? lead : Sample.Reviewer),
            _ => (new GrantExtension(), s.Granted == 0 ? lead : Sample.Reviewer),
        };
    }

    private (ITicketCommand, Actor) Return(TicketState s) => (new ReturnTicket(One(Enum.GetValues<ReturnReason>()), "非本单位职责"), Clerk(s));

    private FollowUpTicket Call() => Chance(30)
        ? new(false, Comment: "未接通") { Result = One(FollowUpResult.NoAnswer, FollowUpResult.NoAnswer, FollowUpResult.Refused, FollowUpResult.InvalidNumber) }
        : new(true, Chance(75), Chance(70) ? One(Enum.GetValues<Satisfaction>()) : null);

    private RateTicket Rating() => new(Chance(70), One(Enum.GetValues<Satisfaction>().Where(s => s != Satisfaction.NotRated).ToArray()));

    private static Actor Clerk(TicketState s) => new(s.Responsible!.Value.Code, "承办员", Role.Department, s.Responsible);

    private TimeSpan Pause() => _random.Next(10) switch
    {
        < 4 => TimeSpan.FromMinutes(_random.Next(1, 90)),
        < 8 => TimeSpan.FromMinutes(_random.Next(60, 1500)),
        _ => TimeSpan.FromMinutes(_random.Next(1440, 9000)),
    };

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T One<T>(params T[] of) => of[_random.Next(of.Length)];
}

