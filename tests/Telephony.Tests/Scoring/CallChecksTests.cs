using Hotline.Telephony.Calls;
using Hotline.Telephony.Scoring;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Scoring;

public sealed class CallChecksTests
{
    private static readonly DateTimeOffset Answered = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly CallId Id = CallId.New();
    private static readonly CallSurroundings Ordinary = new(HasTicket: true, SpokeOfDanger: false, FalseAlarm: false);

    private static CallRecord Call(PoliceState police = PoliceState.None) =>
        new(Id, "13800000000", "12345", Answered, Answered, Answered.AddSeconds(10), Answered.AddSeconds(30), new AgentId("1001"), "citizen hung up", "", police, null);

    private static TranscriptSegment Said(Party who, double from, double to, string text) => new(Id, who, 1, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), text, IsFinal: true, 0.95);

    private static CallCheck Check(CheckKind kind, CallSurroundings? around = null, PoliceState police = PoliceState.None, params TranscriptSegment[] said) =>
        CallChecks.Of(Call(police), said, around ?? Ordinary).Single(c => c.Kind == kind);

    [Fact]
    public void A_greeting_comes_within_ten_seconds()
    {
        Assert.True(Check(CheckKind.Greeting, said: Said(Party.Agent, 11, 13, "您好，请问有什么可以帮您？")).Passed);
        Assert.False(Check(CheckKind.Greeting, said: Said(Party.Agent, 11, 13, "说。")).Passed);
        Assert.False(Check(CheckKind.Greeting, said: Said(Party.Agent, 25, 27, "您好")).Passed);
        Assert.Null(Check(CheckKind.Greeting).Passed);
    }

    [Fact]
    public void Silence_is_what_nobody_filled_of_the_talk_and_its_evidence_the_longest_of_it()
    {
        var quiet = Check(CheckKind.Silence, said: [Said(Party.Agent, 10, 14, "您好"), Said(Party.Citizen, 24, 30, "停水了")]);
        Assert.Equal((false, 0.5, 14), (quiet.Passed, quiet.Share, quiet.From));
        Assert.True(Check(CheckKind.Silence, said: [Said(Party.Agent, 10, 20, "您好"), Said(Party.Citizen, 15, 30, "停水了")]).Passed);
    }

    [Fact]
    public void Talking_over_the_citizen_is_measured_where_both_speak()
    {
        var over = Check(CheckKind.OverTalk, said: [Said(Party.Citizen, 10, 20, "我说"), Said(Party.Agent, 16, 22, "您听我说")]);
        Assert.Equal((false, 0.2, 16), (over.Passed, over.Share, over.From));
        Assert.True(Check(CheckKind.OverTalk, said: [Said(Party.Citizen, 10, 20, "我说"), Said(Party.Agent, 20, 22, "好")]).Passed);
    }

    [Fact]
    public void A_danger_needs_110_or_a_false_alarm()
    {
        var danger = Ordinary with { SpokeOfDanger = true };
        Assert.False(Check(CheckKind.Danger, danger).Passed);
        Assert.True(Check(CheckKind.Danger, danger, PoliceState.Left).Passed);
        Assert.True(Check(CheckKind.Danger, danger with { FalseAlarm = true }).Passed);
        Assert.Null(Check(CheckKind.Danger).Passed);
    }

    [Fact]
    public void A_missed_danger_is_the_riskiest()
    {
        var missed = CallChecks.Risk(CallChecks.Of(Call(), [], Ordinary with { SpokeOfDanger = true }));
        Assert.True(missed > CallChecks.Risk(CallChecks.Of(Call(), [], Ordinary with { HasTicket = false })));
        Assert.Equal(0, CallChecks.Risk(CallChecks.Of(Call(), [], Ordinary)));
    }

    [Fact]
    public void Kappa_is_the_agreement_beyond_chance()
    {
        // the example of Cohen's table: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: 0.7 seen, 0.5 by chance
        (bool, bool)[] pairs = [.. Enumerable.Repeat((true, true), 20), .. Enumerable.Repeat((true, false), 5), .. Enumerable.Repeat((false, true), 10), .. Enumerable.Repeat((false, false), 15)];
        Assert.Equal(0.4, Agreement.Kappa(pairs)!.Value, 6);
        Assert.Equal(1.0, Agreement.Kappa([(1, 1), (2, 2)])!.Value, 6);
        Assert.Null(Agreement.Kappa([(1, 1), (1, 1)]));
        Assert.Null(Agreement.Kappa<int>([]));
    }
}
