using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Surveys;
using Hotline.Telephony.Tests.Calls;
using Npgsql;

namespace Hotline.Telephony.Tests.Surveys;

public sealed class SurveyJourneyTests : IAsyncLifetime
{
    private const int AgentTone = 1200;
    private static readonly Dictionary<string, int> Tones = new(StringComparer.Ordinal) { ["survey-solved"] = 610, ["survey-satisfied"] = 790, ["goodbye"] = 1030 };
    private NpgsqlDataSource _db = null!;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _hotline = await RunningHotline.StartAsync(
            o => o with { Lines = [new() { Number = "12345", Survey = true, SilentAfter = TimeSpan.Zero }], KeyPatience = TimeSpan.FromSeconds(1) }, _db, greetings: Tones);
    }

    [Fact]
    public async Task The_agent_is_free_at_once_and_the_citizens_two_keys_are_kept()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await TestTone.HeardAsync(citizen.Ear, Tones["survey-solved"]);
        Assert.Equal((SeatState.WrapUp, CallState.Surveyed), (_hotline.Seats.Find(agent.Id)!.State, _hotline.Board.Find(call)!.State));

        citizen.Press("9"); // no answer to this question
        citizen.Press("2");
        await TestTone.HeardAsync(citizen.Ear, Tones["survey-satisfied"]);
        citizen.Press("4");
        await TestTone.HeardAsync(citizen.Ear, Tones["goodbye"]);
        var answered = await _hotline.NextAsync<CallEvent.SurveyAnswered>();
        Assert.Equal((agent.Id, false, 4), (answered.Agent, answered.Solved, answered.Satisfaction));
        Assert.Equal("agent hung up", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(new SurveyRow("1001", false, 4), await RowAsync(call));
    }

    [Fact]
    public async Task Who_hangs_up_after_the_first_key_has_given_no_grade()
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await TestTone.HeardAsync(citizen.Ear, Tones["survey-solved"]);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, Tones["survey-satisfied"]);
        citizen.HangUp();

        var answered = await _hotline.NextAsync<CallEvent.SurveyAnswered>();
        Assert.Equal((true, null), (answered.Solved, answered.Satisfaction));
        Assert.Equal("agent hung up", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(new SurveyRow("1001", true, null), await RowAsync(call));
    }

    [Fact]
    public async Task Who_says_nothing_is_asked_twice_and_counts_as_asked_only()
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        await _hotline.Board.HangUpAsync(call, "agent hung up");
        for (var i = 0; i < 4; i++) await TestTone.HeardAsync(citizen.Ear, Tones["survey-solved"]); // 1.6 s of a prompt of 1.2 s
        await citizen.Ended;

        Assert.Equal(new SurveyRow("1001", null, null), await RowAsync(call));
        var now = TimeProvider.System.GetUtcNow();
        var figures = Assert.Single(await new CallSurveys(_db, TimeProvider.System).ReadAsync(now.AddHours(-1), now, byAgent: true, CancellationToken.None));
        Assert.Equal(("1001", 1, 0, 0, 1), (figures.Agent, figures.Asked, figures.Solved, figures.NotSolved, figures.NotGraded));
    }

    [Theory]
    [InlineData(CallFlag.Silent)]
    [InlineData(CallFlag.Crisis)]
    [InlineData(CallFlag.Abusive)]
    public async Task A_marked_call_is_not_surveyed(string flag)
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        Assert.True(await _hotline.Board.AskAsync(call, c => { c.Flag(flag); return true; }, tooLate: false));
        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await citizen.Ended;
        await _hotline.NextAsync<CallEvent.Ended>();
        Assert.Null(await RowAsync(call));
    }

    [Fact]
    public async Task A_call_that_went_to_110_is_not_surveyed()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.PoliceJoined>();
        (await _hotline.Police.Arrived.ReadAsync(TestContext.Current.CancellationToken)).HangUp();
        await _hotline.NextAsync<CallEvent.PoliceLeft>();
        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await citizen.Ended;
        await _hotline.NextAsync<CallEvent.Ended>();
        Assert.Null(await RowAsync(call));
    }

    private async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen)
    {
        var agent = _hotline.Agent("1001", AgentTone);
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        return (call, agent);
    }

    private async Task<SurveyRow?> RowAsync(CallId call)
    {
        await _hotline.Log.FlushAsync();
        return (await _db.ReadAsync("select agent, solved, satisfaction from telephony.survey where call_id = $1", [call.Value],
            row => new SurveyRow(row.GetString(0), row.MaybeValue<bool>(1), row.MaybeValue<int>(2)), TestContext.Current.CancellationToken)).SingleOrDefault();
    }

    private sealed record SurveyRow(string Agent, bool? Solved, int? Satisfaction);

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();
}
