using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>
/// Twelve hours of calls: arrivals by a Poisson process whose rate swells at ten and fifteen o'clock, log-normal talks, exponential patience,
/// agents who take their breaks. Estimates are asked at arrival and compared with what came.
/// </summary>
internal sealed class SimulatedDay : IDisposable
{
    private const int Hours = 12;
    private static readonly double[] Load = [0.7, 0.95, 1.25, 1.1, 0.8, 0.6, 0.9, 1.3, 1.15, 0.9, 0.7, 0.5]; // of what the agents can do, by hour

    private readonly SetClock _clock = new();
    private readonly Random _random;
    private readonly AgentSeats _seats;
    private readonly CallQueue _queue;
    private readonly AgentId[] _agents;
    private readonly double _median;
    private readonly double _spread;
    private readonly SortedDictionary<(int At, int Number), Action> _later = [];
    private readonly Dictionary<CallId, (int At, WaitEstimate? Told)> _waiting = [];
    private int _now;
    private int _number;

    internal SimulatedDay(int seed, int agents, double median, double spread)
    {
        (_random, _median, _spread) = (new(seed), median, spread);
        _seats = new(TimeSpan.FromSeconds(20), _clock);
        _queue = new(_seats, TimeSpan.FromSeconds(20), _clock);
        _agents = [.. Enumerable.Range(0, agents).Select(i => new AgentId($"{1000 + i}"))];
    }

    internal List<double> Errors { get; } = [];
    internal int InRange { get; private set; }
    internal int Answered { get; private set; }
    internal int Abandoned { get; private set; }

    internal void Run()
    {
        foreach (var agent in _agents) Begin(agent);
        Later(1, Arrive);
        for (; _now < Hours * 3600; _now++)
        {
            while (_later.Count > 0 && _later.First() is var next && next.Key.At <= _now)
            {
                _later.Remove(next.Key);
                next.Value();
            }

            _seats.Sweep();
            _queue.Sweep();
            _clock.Advance(1);
        }
    }

    private void Begin(AgentId agent)
    {
        _seats.SignIn(agent, agent.Value);
        _seats.Ready(agent);
        Later(_random.Next(3600, 9000), () => Break(agent));
    }

    private void Break(AgentId agent)
    {
        if (_seats.Find(agent) is { State: SeatState.Offered }) return;
        _seats.NotReady(agent, "rest"); // during a call: after the wrap-up
        Later(_random.Next(600, 1500), () => Begin(agent));
    }

    private void Arrive()
    {
        var handling = (_median * Math.Exp(_spread * _spread / 2)) + 20;
        Later(Math.Max(1, (int)Math.Round(Exponential(handling / (_agents.Length * 0.85 * Load[Math.Min(_now / 3600, Hours - 1)])))), Arrive);
        var call = CallId.New();
        _waiting[call] = (_now, null);
        _queue.Enqueue(new QueueRequest(call) { Line = "12345" }, n => Told(call, n));
        if (!_waiting.TryGetValue(call, out var mine)) return;
        _waiting[call] = mine with { Told = _queue.PlaceOf(call)?.Wait };
        Later((int)Exponential(600), () => GiveUp(call));
    }

    private void Told(CallId call, QueueNotice what)
    {
        if (what is QueueNotice.Offered o) Later(_random.Next(1, 4), () => Answer(call, o.Agent));
    }

    private void Answer(CallId call, AgentId agent)
    {
        if (!_waiting.TryGetValue(call, out var mine) || !_queue.Accept(call, agent)) return;
        _waiting.Remove(call);
        Answered++;
        Judge(mine.Told, _now - mine.At);
        Later(Math.Max(5, (int)(_median * Math.Exp(_spread * Normal()))), () => _seats.Finish(agent, call));
    }

    private void Judge(WaitEstimate? told, double waited)
    {
        if (told is null || waited < 60) return;
        Errors.Add(Math.Abs(told.Expected.TotalSeconds - waited) / waited);
        if (told.Low.TotalSeconds <= waited && waited <= told.High.TotalSeconds) InRange++;
    }

    private void GiveUp(CallId call)
    {
        if (!_waiting.Remove(call)) return;
        Abandoned++;
        _queue.Remove(call);
    }

    private void Later(int seconds, Action what) => _later.Add((_now + seconds, _number++), what);

    private double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public void Dispose() => _seats.Dispose();
}
