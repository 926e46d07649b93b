using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>
/// Ten thousand callers and two dozen agents who do whatever people do, at random, on a clock that stands: hang up while it rings, answer
/// late, decline, vanish, pause, let offers lapse. Afterwards every call has ended in exactly one way and no agent is stuck.
/// </summary>
public sealed class QueueChaosTests
{
    private const int Calls = 10_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12345)]
    public void No_double_answer_no_stuck_agent_and_one_end_for_every_call(int seed)
    {
        using var day = new Day(seed);
        while (day.Ended < Calls) day.Step();
        day.Settle();

        Assert.Equal(0, day.DoubleAnswers);
        Assert.Equal(0, day.SecondEnds);
        Assert.Equal(0, day.StuckAgents);
        Assert.Equal(Calls, day.Served + day.GaveUp);
        Assert.InRange(day.Served, 1, Calls);
        Assert.InRange(day.GaveUp, 1, Calls);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {day.Served} served, {day.GaveUp} gave up, {day.Lapses} offers lapsed, {day.LateAnswers} answers came too late");
    }

    private sealed class Day : IDisposable
    {
        private readonly SetClock _clock = new();
        private readonly Random _random;
        private readonly AgentSeats _seats;
        private readonly CallQueue _queue;
        private readonly AgentId[] _agents = [.. Enumerable.Range(0, 24).Select(i => new AgentId($"{1000 + i}"))];
        private readonly Dictionary<CallId, AgentId?> _waiting = [];
        private readonly Dictionary<AgentId, CallId> _talking = [];
        private readonly HashSet<CallId> _over = [];
        private readonly List<(CallId Call, AgentId Agent)> _offers = [];
        private int _placed;

        internal Day(int seed)
        {
            _random = new(seed);
            _seats = new(TimeSpan.FromSeconds(5), _clock);
            _queue = new(_seats, TimeSpan.FromSeconds(20), _clock,
            [
                new() { Name = "main", Strategy = (Distribution)_random.Next(4), OverflowTo = "second", OverflowAfter = TimeSpan.FromSeconds(40) },
                new() { Name = "second", Lines = ["2000"], Strategy = Distribution.RoundRobin, Weight = 2, Skills = new Dictionary<string, int> { ["business"] = 2 } },
            ]);
            foreach (var agent in _agents) _seats.Skills.Set(agent, [new("business", _random.Next(0, 4))]);
        }

        internal int Ended => _over.Count;
        internal int Served { get; private set; }
        internal int GaveUp { get; private set; }
        internal int Lapses { get; private set; }
        internal int LateAnswers { get; private set; }
        internal int DoubleAnswers { get; private set; }
        internal int SecondEnds { get; private set; }

        /// <summary>Neither free to take calls nor away by a choice, with nothing going on.</summary>
        internal int StuckAgents => _seats.All.Count(s => s.State is SeatState.Offered or SeatState.Talking or SeatState.Held or SeatState.WrapUp);

        internal void Step()
        {
            switch (_random.Next(12))
            {
                case 0 or 1 or 2: Arrive(); break;
                case 3: HangUpWaiting(); break;
                case 4 or 5: Answer(); break;
                case 6: AnswerLate(); break;
                case 7: Decline(); break;
                case 8: FinishTalking(); break;
                case 9: Vanish(); break;
                case 10: ComeOrPause(); break;
                case 11: Pass(_random.Next(1, 12)); break;
            }
        }

        /// <summary>Everybody left hangs up, and the longest lease and wrap-up go by.</summary>
        internal void Settle()
        {
            foreach (var agent in _talking.Keys.ToList()) Finish(agent);
            foreach (var call in _waiting.Keys.ToList()) GiveUp(call);
            Pass(30);
            Pass(30);
            Assert.Equal(0, _queue.Waiting);
        }

        private void Arrive()
        {
            if (_placed == Calls) return;
            _placed++;
            var call = CallId.New();
            _waiting[call] = null;
            _queue.Enqueue(new QueueRequest(call) { Line = _random.Next(3) == 0 ? "2000" : "12345", Priority = _random.Next(20) == 0 ? 1 : 0 }, n => Told(call, n));
        }

        private void Told(CallId call, QueueNotice what)
        {
            if (what is QueueNotice.Offered o)
            {
                _waiting[call] = o.Agent;
                _offers.Add((call, o.Agent));
            }

            if (what is QueueNotice.Lapsed)
            {
                Lapses++;
                _waiting[call] = null;
            }
        }

        private void HangUpWaiting()
        {
            if (_waiting.Count > 0) GiveUp(Any(_waiting.Keys));
        }

        private void GiveUp(CallId call)
        {
            var rang = _waiting[call];
            _queue.Remove(call);
            if (rang is { } agent && _seats.Find(agent) is { State: SeatState.Offered } seat && seat.Call == call) SecondEnds++; // it still rings: no time has gone by, so not even 300 ms
            End(call);
            GaveUp++;
        }

        private void Answer()
        {
            if (_waiting.Where(w => w.Value is not null).Select(w => (Call: w.Key, Agent: w.Value!.Value)).ToList() is not { Count: > 0 } ringing) return;
            var (call, agent) = ringing[_random.Next(ringing.Count)];
            if (_random.Next(2) == 0) _queue.Accept(call, Any(_agents.Where(a => a != agent))); // somebody else's key is pressed first
            Take(call, agent);
        }

        /// <summary>An answer to any offer there ever was.</summary>
        private void AnswerLate()
        {
            if (_offers.Count == 0) return;
            var (call, agent) = _offers[_random.Next(_offers.Count)];
            Take(call, agent);
        }

        private void Take(CallId call, AgentId agent)
        {
            if (!_queue.Accept(call, agent))
            {
                LateAnswers++;
                return;
            }

            if (!_waiting.Remove(call) || !_talking.TryAdd(agent, call)) DoubleAnswers++;
        }

        private void Decline()
        {
            if (_offers.Count == 0) return;
            var (call, agent) = _offers[_random.Next(_offers.Count)];
            _queue.Decline(call, agent);
        }

        private void FinishTalking()
        {
            if (_talking.Count > 0) Finish(Any(_talking.Keys));
        }

        private void Finish(AgentId agent)
        {
            _talking.Remove(agent, out var call);
            if (!_seats.Finish(agent, call)) SecondEnds++;
            End(call);
            Served++;
        }

        /// <summary>The agent's browser dies: on a call the citizen is queued again before all others, otherwise the seat pauses or the lease runs out.</summary>
        private void Vanish()
        {
            var agent = Any(_agents);
            if (_talking.Remove(agent, out var call))
            {
                _seats.Finish(agent, call);
                _waiting[call] = null;
                _queue.Enqueue(call, n => Told(call, n), first: true);
            }

            if (_seats.Find(agent) is { State: SeatState.Ready or SeatState.WrapUp }) _seats.NotReady(agent, "音频断开");
        }

        private void ComeOrPause()
        {
            var agent = Any(_agents);
            _seats.SignIn(agent, agent.Value);
            if (_seats.Find(agent) is { State: SeatState.Offered }) return;
            if (_random.Next(5) == 0) _seats.NotReady(agent, "rest"); else _seats.Ready(agent);
        }

        private void Pass(int seconds)
        {
            _clock.Advance(seconds);
            _seats.Sweep();
            _queue.Sweep();
        }

        private void End(CallId call)
        {
            _waiting.Remove(call);
            if (!_over.Add(call)) SecondEnds++;
        }

        private T Any<T>(IEnumerable<T> from)
        {
            var all = from.ToList();
            return all[_random.Next(all.Count)];
        }

        public void Dispose() => _seats.Dispose();
    }
}
