using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Tests.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Callbacks;

public sealed class CallbackListTests : IAsyncLifetime
{
    private const string Number = "13800000001";
    private static readonly AgentId Zhang = new("1001");
    private readonly string _journal = Path.Combine(Directory.CreateTempSubdirectory("hotline-callbacks-").FullName, "calls.jsonl");
    private readonly SetClock _clock = new();
    private readonly CallbackOptions _options = new() { From = TimeOnly.MinValue, To = TimeOnly.MaxValue };
    private readonly List<CallbackNotice> _told = [];
    private NpgsqlDataSource _db = null!;
    private CallLog _log = null!;
    private AgentSeats _seats = null!;
    private CallQueue _queue = null!;
    private CallbackList _callbacks = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        Start();
    }

    [Fact]
    public void A_kept_place_is_offered_in_its_turn_and_not_at_the_tail()
    {
        var (first, keeper, last) = (Enqueue(), Enqueue(), Enqueue());
        var task = _callbacks.Keep(new(keeper, "12345", "+86 138-0000-0001", Confirmed: true))!;
        _callbacks.Ended(Snapshot(keeper), "callback registered");
        _queue.Remove(keeper);
        Ready();
        Assert.True(_queue.Accept(first, Zhang));
        Assert.Empty(_told);

        _seats.Finish(Zhang, first);
        Ready();
        var due = Assert.IsType<CallbackNotice.CallbackDue>(Assert.Single(_told));
        Assert.Equal((task.Id, Number, Zhang, 1), (due.Task, due.Number, due.Agent, due.Attempt));
        Assert.Equal(1, _queue.PlaceOf(last)!.Position);
        Assert.True(_queue.Accept(due.Call, Zhang));
        Assert.Null(_callbacks.Take(due.Task, Zhang));
        Assert.Null(_callbacks.Reached(due.Task, Zhang, "已答复"));
        Assert.Empty(_callbacks.Open);
    }

    [Fact]
    public void Who_asks_to_be_called_is_called_from_that_moment_on_in_turn_and_has_one_task()
    {
        var at = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        var task = _callbacks.Ask("138 0000 0001", "12345", at)!;
        Assert.Equal((CallbackKind.Kept, Number, at, true), (task.Kind, task.Number, task.NextAt, task.Confirmed));
        Ready();
        _callbacks.Sweep();
        Assert.Empty(_told); // not before that

        Assert.Equal(task.Id, _callbacks.Ask(Number, "12345", _clock.GetUtcNow())!.Id); // and now at once
        Assert.Single(_callbacks.Open);
        _callbacks.Sweep();
        Assert.Equal((task.Id, Number), (Assert.IsType<CallbackNotice.CallbackDue>(Assert.Single(_told)).Task, ((CallbackNotice.CallbackDue)_told[0]).Number));
        Assert.Null(_callbacks.Ask("anonymous", "12345", at));
    }

    [Fact]
    public void A_lost_call_and_the_wish_to_be_called_are_one_task()
    {
        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        var asked = _callbacks.Ask(Number, "12345", _clock.GetUtcNow())!;
        Assert.Equal((asked.Id, CallbackKind.Kept), (Assert.Single(_callbacks.Open).Id, _callbacks.Open[0].Kind));
    }

    [Fact]
    public async Task A_lost_caller_is_called_back_by_the_group_the_caller_had_waited_for_also_after_a_crash()
    {
        var call = CallId.New();
        _queue.Enqueue(new QueueRequest(call) { Line = "12345", SkillGroup = "tax", Skills = [("language:en", 1)], Priority = 2 }, _ => { });
        _callbacks.Ended(Snapshot(call), "citizen gave up waiting");
        _queue.Remove(call);
        await _log.FlushAsync();
        Start();
        await _callbacks.LoadAsync(_log, CancellationToken.None);
        var task = Assert.Single(_callbacks.Open);
        Assert.Equal(("tax", 2, 1), (task.SkillGroup, task.Priority, task.Skills["language:en"]));

        _seats.Skills.Set(Zhang, [new("language:en", 1), new("tax", 1)]);
        _seats.SignIn(new("1002"), "李");
        _seats.Ready(new("1002"));
        _clock.Advance(30);
        Ready(); // later than the other, who is not of the group
        var asked = _callbacks.Ask(Number, "12345", _clock.GetUtcNow())!; // and now the citizen asks to be called as well
        _callbacks.Sweep();
        Assert.Equal((asked.Id, Zhang), Assert.IsType<CallbackNotice.CallbackDue>(Assert.Single(_told)) is var due ? (due.Task, due.Agent) : default);
    }

    [Fact]
    public void Who_broke_off_while_talking_keeps_what_the_line_asks_for()
    {
        var call = Snapshot(CallId.New()) with { State = CallState.Talking, TalkingSince = _clock.GetUtcNow() };
        _callbacks.Ended(call, "no audio from the citizen", new QueueRequest(call.Id) { SkillGroup = "tax" });
        Assert.Equal("tax", Assert.Single(_callbacks.Open).SkillGroup);
    }

    [Fact]
    public void A_number_has_one_task_until_it_is_closed_and_then_a_new_one()
    {
        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        _callbacks.Ended(Snapshot(CallId.New(), "13900000002"), "citizen gave up waiting");
        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        var task = Assert.Single(_callbacks.Open, t => t.Number == Number);
        Assert.Equal(2, task.Calls);

        Assert.Null(_callbacks.Take(task.Id, Zhang));
        _clock.Advance((int)_options.TakenFor.TotalSeconds);
        _callbacks.Sweep(); // not called in time: somebody else may
        Assert.Equal(CallbackState.Waiting, _callbacks.Find(task.Id)!.State);
        Assert.Null(_callbacks.Take(task.Id, Zhang));
        Assert.Null(_callbacks.Reached(task.Id, Zhang, "已答复"));
        Assert.Equal("13900000002", Assert.Single(_callbacks.Open).Number);

        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        Assert.NotEqual(task.Id, Assert.Single(_callbacks.Open, t => t.Number == Number).Id);
    }

    [Fact]
    public async Task Everything_open_survives_a_crash_and_the_place_with_it()
    {
        var keeper = Enqueue();
        _callbacks.Keep(new(keeper, "12345", Number, Confirmed: true));
        var lost = CallId.New();
        _callbacks.Ended(Snapshot(lost, "13900000002"), "citizen gave up waiting");
        await _log.FlushAsync();
        var before = _callbacks.Open;

        _clock.Advance(300);
        Start(); // nothing of the old host is left but the database
        var later = Enqueue();
        await _callbacks.LoadAsync(_log, CancellationToken.None);
        Assert.Equal(before.Select(t => (t.Id, t.Kind, t.Number, t.Since, t.DueAt, t.Version)), _callbacks.Open.Select(t => (t.Id, t.Kind, t.Number, t.Since, t.DueAt, t.Version)));

        _callbacks.Sweep();
        Assert.Equal(2, _queue.PlaceOf(later)!.Position); // the citizen who was called off has waited five minutes longer
        Ready();
        Assert.Equal(before.Single(t => t.Kind == CallbackKind.Kept).Id, Assert.Single(_told.OfType<CallbackNotice.CallbackDue>()).Task);
    }

    [Fact]
    public async Task Calls_that_the_crash_itself_cut_are_owed_a_callback()
    {
        var id = CallId.New();
        _log.Write(new CallRecord(id, Number, "12345", _clock.GetUtcNow(), _clock.GetUtcNow(), null, null, null, null, "", PoliceState.None, null), 1);
        await _log.FlushAsync();
        _clock.Advance(5);
        _log.WriteHostRestarted();
        await _log.FlushAsync();
        await _callbacks.LoadAsync(_log, CancellationToken.None);
        Assert.Equal((id, Number), Assert.Single(_callbacks.Open.Select(t => (t.Call, t.Number))));
    }

    [Fact]
    public void Who_gives_up_and_calls_again_within_a_minute_has_the_old_place_and_no_task()
    {
        var gone = Enqueue();
        _clock.Advance(10);
        var other = Enqueue();
        _callbacks.Ended(Snapshot(gone), "citizen gave up waiting");
        _queue.Remove(gone);
        Assert.Equal(CallbackKind.Missed, Assert.Single(_callbacks.Open).Kind);

        _clock.Advance(59);
        var again = CallId.New();
        _queue.Enqueue(_callbacks.WithOldPlace(new(again) { Line = "12345" }, "0086" + Number), _ => { });
        Assert.Equal((1, 2), (_queue.PlaceOf(again)!.Position, _queue.PlaceOf(other)!.Position));
        Assert.Empty(_callbacks.Open);
    }

    [Fact]
    public void After_a_minute_the_place_is_gone_and_the_task_stays_until_the_citizen_is_served()
    {
        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        _clock.Advance(61);
        var again = CallId.New();
        Assert.Null(_callbacks.WithOldPlace(new(again), Number).KeepsPlaceOf);
        _callbacks.Ended(Snapshot(again), "citizen gave up waiting");
        Assert.Equal(2, Assert.Single(_callbacks.Open).Calls);

        _callbacks.Ended(Snapshot(CallId.New()) with { State = CallState.Talking, TalkingSince = _clock.GetUtcNow() }, "citizen hung up");
        Assert.Empty(_callbacks.Open);
    }

    [Theory]
    [InlineData("no audio from the citizen for 30 s", 1)]
    [InlineData("host stopped", 1)]
    [InlineData("citizen hung up", 0)]
    [InlineData("agent hung up", 0)]
    public void A_talk_that_broke_is_owed_a_callback_and_one_that_ended_is_not(string reason, int tasks)
    {
        _callbacks.Ended(Snapshot(CallId.New()) with { State = CallState.Talking, TalkingSince = _clock.GetUtcNow() }, reason);
        Assert.Equal(tasks, _callbacks.Open.Count);
    }

    [Fact]
    public void A_task_has_one_agent_who_tries_at_other_times_until_the_plan_is_used_up()
    {
        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        var id = _callbacks.Open[0].Id;
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Equal(CallbackList.NotTaken, _callbacks.NotReached(id, Zhang, "无人接听"));
            Assert.Null(_callbacks.Take(id, Zhang));
            Assert.Equal(CallbackList.TakenByOther, _callbacks.Take(id, new("1002")));
            Assert.Null(_callbacks.NotReached(id, Zhang, "无人接听"));
            if (attempt < 4) Assert.Equal(_clock.GetUtcNow() + _options.Plan[attempt - 1], _callbacks.Open[0].NextAt);
        }

        Assert.Equal(CallbackList.NoSuchTask, _callbacks.Take(id, Zhang));
    }

    [Fact]
    public void A_task_whose_agent_vanishes_is_free_again()
    {
        _callbacks.Ended(Snapshot(CallId.New()), "citizen gave up waiting");
        var id = _callbacks.Open[0].Id;
        _callbacks.Take(id, Zhang);
        _clock.Advance((int)_options.TakenFor.TotalSeconds);
        _callbacks.Sweep();
        Assert.Null(_callbacks.Take(id, new("1002")));
    }

    [Theory]
    [InlineData("2026-03-02T20:50:00+08:00", "2026-03-03T08:00:00+08:00")]
    [InlineData("2026-03-02T04:00:00+08:00", "2026-03-02T08:00:00+08:00")]
    [InlineData("2026-03-02T12:00:00+08:00", "2026-03-02T12:15:00+08:00")]
    [InlineData("2026-03-02T05:00:00Z", "2026-03-02T05:15:00Z")] // noon has gone in China
    [InlineData("2026-03-02T18:00:00Z", "2026-03-03T00:00:00Z")] // night there
    public void Nobody_is_called_at_night(string now, string next)
    {
        Assert.Equal(At(next), new CallbackOptions().Next(1, At(now)));
        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Start()
    {
        _log = new(_db, _journal, "node", _journal + ".key", _clock, NullLogger<CallLog>.Instance);
        _seats = new(TimeSpan.FromSeconds(30), _clock);
        _queue = new(_seats, TimeSpan.FromSeconds(20), _clock);
        _callbacks = new(_queue, _log.Write, _options, _clock) { Dialler = _told.Add };
    }

    private void Ready()
    {
        _seats.SignIn(Zhang, "张");
        _seats.Ready(Zhang);
    }

    private CallId Enqueue()
    {
        var call = CallId.New();
        _queue.Enqueue(new QueueRequest(call) { Line = "12345" }, _ => { });
        return call;
    }

    private CallSnapshot Snapshot(CallId call, string caller = Number) => new(call, caller, "12345", CallState.Queued, _clock.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _seats.Dispose();
        await _db.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_journal)!, recursive: true);
    }
}
