using Hotline.Telephony.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Media;

/// <summary>A media engine without its thread: the test is the clock.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<FakePhone> _phones = [];

    internal Studio(MediaOptions? options = null, DatagramIo? datagrams = null) =>
        Engine = new MediaEngine(options ?? new MediaOptions { FirstPort = 20000, LastPort = 29999 }, _clock, NullLogger<MediaEngine>.Instance) { Datagrams = datagrams ?? DatagramIo.Create() };

    internal MediaEngine Engine { get; }
    internal TimeProvider Clock => _clock;

    internal void Tick(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Advance(MediaEngine.TickLength);
            Engine.Tick();
        }
    }

    internal void Rest(TimeSpan time) => _clock.Advance(time);

    /// <summary>A leg of ours and the phone at its other end.</summary>
    internal (RtpLeg Leg, FakePhone Phone, List<MediaLegEvent> Events) Connect(AudioCodec codec = AudioCodec.Pcma, byte? events = 101)
    {
        var leg = Engine.OpenRtpLeg();
        var phone = new FakePhone(leg.LocalEndPoint) { PayloadType = (byte)codec };
        _phones.Add(phone);
        var happened = new List<MediaLegEvent>();
        leg.Events = happened.Add;
        leg.Connect(phone.Agreement(codec, events));
        return (leg, phone, happened);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        foreach (var phone in _phones) phone.Dispose();
    }

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override DateTimeOffset GetUtcNow() => _now;
        public override long GetTimestamp() => _now.UtcTicks;
        internal void Advance(TimeSpan by) => _now += by;
    }
}
