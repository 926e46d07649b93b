using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>A stack on a free port whose calls and events a test can wait for.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    internal static readonly IPEndPoint Media = new(IPAddress.Loopback, 12000);

    private readonly Channel<TestCall> _calls = Channel.CreateUnbounded<TestCall>();

    private readonly ErrorLog _errors = new();

    private TestStack(SipStackOptions options, TimeProvider clock, Action<SipCall>? onCall)
    {
        Stack = new(options with { Port = 0 }, clock, _errors)
        {
            IncomingCall = call =>
            {
                var test = new TestCall();
                test.Call = call;
                onCall?.Invoke(call);
                _calls.Writer.TryWrite(test);
                return test.Sink;
            },
        };
    }

    internal SipStack Stack { get; }

    internal static async Task<TestStack> StartAsync(SipStackOptions? options = null, TimeProvider? clock = null, Action<SipCall>? onCall = null)
    {
        // Raw peers answer no BYE at the end of a test
        var test = new TestStack(options ?? new() { Farewell = TimeSpan.Zero }, clock ?? TimeProvider.System, onCall);
        await test.Stack.StartAsync(TestContext.Current.CancellationToken);
        return test;
    }

    /// <summary>Answers each call at once.</summary>
    internal static void Answering(SipCall call) =>
        call.Answer(call.RemoteOffer is { } offer ? OfferAnswer.Answer(offer, Media)!.Value.Answer : OfferAnswer.Offer(Media));

    internal async Task<TestCall> CallAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    internal TestCall Dial(IPEndPoint to, string parameters = "", string number = "12345", string scheme = "sip")
    {
        var test = new TestCall();
        test.Call = Stack.Call(
            Hotline.Telephony.Sip.Messages.SipUri.Parse($"{scheme}:{number}@{to}{parameters}"),
            Hotline.Telephony.Sip.Messages.SipUri.Parse("sip:13800000000@127.0.0.1"), OfferAnswer.Offer(Media), test.Sink);
        return test;
    }

    /// <summary>An error that the test brought about.</summary>
    internal async Task<string> ExpectedErrorAsync()
    {
        string? error;
        while (!_errors.Seen.TryDequeue(out error)) await Task.Delay(10, TestContext.Current.CancellationToken);
        return error;
    }

    /// <summary>No message made the stack throw, whatever the test sent.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        Assert.True(_errors.Seen.IsEmpty, string.Join("\n", _errors.Seen));
    }

    private sealed class ErrorLog : ILogger<SipStack>
    {
        internal ConcurrentQueue<string> Seen { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Seen.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}

/// <summary>A call and what happened to it.</summary>
internal sealed class TestCall
{
    private readonly Channel<SipCallEvent> _events = Channel.CreateUnbounded<SipCallEvent>();

    internal SipCall Call { get; set; } = null!;

    internal void Sink(SipCallEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>The next event, which must be of this kind.</summary>
    internal async Task<T> NextAsync<T>() where T : SipCallEvent =>
        Assert.IsType<T>(await _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
}
