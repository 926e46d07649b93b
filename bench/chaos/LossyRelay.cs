using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench.Chaos;

/// <summary>
/// A bad network between a phone's stack and the hotline, for SIP and RTP over UDP: datagrams get lost, overtake one another and come
/// twice, and a call's path can be cut. It stands in the messages' addresses, so that neither side can pass it by.
/// </summary>
internal sealed class LossyRelay : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, AudioPath> _paths = [];
    private readonly HashSet<string> _cut = [];
    private readonly Lock _gate = new();
    private readonly Socket _front = Bind();
    private readonly Socket _back = Bind();
    private readonly BadLine _line;
    private readonly CancellationTokenSource _stopping = new();
    private readonly byte[] _buffer = new byte[65536];
    private (int Hotline, int Phone) _ports;
    private Task _running = Task.CompletedTask;

    internal LossyRelay(ChaosPlan plan, int seed) => _line = new(plan, new Random(seed));

    /// <summary>Where phones reach the hotline.</summary>
    internal IPEndPoint ForPhones => (IPEndPoint)_front.LocalEndPoint!;

    /// <summary>Where the hotline reaches phones.</summary>
    internal IPEndPoint ForHotline => (IPEndPoint)_back.LocalEndPoint!;

    internal (long Passed, long Lost, long Late, long Twice) Counts => (_line.Passed, _line.Lost, _line.Late, _line.Twice);

    internal void Start(IPEndPoint hotline, IPEndPoint phone)
    {
        _ports = (hotline.Port, phone.Port);
        _running = RunAsync();
    }

    /// <summary>From now on nothing of this call passes, either way.</summary>
    internal void Cut(string callId)
    {
        lock (_gate) _cut.Add(callId);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) Move();
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
    }

    private void Move()
    {
        _line.Deliver();
        while (Receive(_front) is { } fromPhone) Pass(fromPhone, _back, _ports.Hotline, toHotline: true);
        while (Receive(_back) is { } fromHotline) Pass(fromHotline, _front, _ports.Phone, toHotline: false);
        lock (_gate)
        {
            foreach (var path in _paths.Values.Where(p => !p.IsCut)) Move(path);
        }
    }

    private void Move(AudioPath path)
    {
        while (Receive(path.Near) is { } spoken) Pass(spoken, path.Far, path.HotlinePort);
        while (Receive(path.Far) is { } heard) Pass(heard, path.Near, path.PhonePort);
    }

    private void Pass(byte[] rtp, Socket from, int port)
    {
        // RTCP of a neighbour's port
        if (port > 0 && rtp is not [_, >= 192 and <= 223, ..]) _line.Send(rtp, from, port);
    }

    private void Pass(byte[] datagram, Socket from, int port, bool toHotline)
    {
        var text = Encoding.Latin1.GetString(datagram);
        if (CallIdOf(text) is not { } callId) return;
        lock (_gate)
        {
            if (_cut.Contains(callId))
            {
                if (_paths.TryGetValue(callId, out var path)) path.IsCut = true;
                return;
            }

            text = Readdress(text, toHotline);
            text = RedirectAudio(text, callId, toHotline);
        }

        _line.Send(Encoding.Latin1.GetBytes(text), from, port);
    }

    /// <summary>All ports here have five digits: no length changes.</summary>
    private string Readdress(string text, bool toHotline)
    {
        var (front, back) = (ForPhones.Port, ForHotline.Port);
        var (hotline, phone) = _ports;
        return toHotline
            ? text.Replace(At(front), At(hotline), StringComparison.Ordinal).Replace(At(phone), At(back), StringComparison.Ordinal)
            : text.Replace(At(hotline), At(front), StringComparison.Ordinal).Replace(At(back), At(phone), StringComparison.Ordinal);
    }

    private string RedirectAudio(string text, string callId, bool toHotline)
    {
        const string Mark = "m=audio ";
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0) return text;
        at += Mark.Length;
        var end = text.IndexOf(' ', at);
        var port = int.Parse(text.AsSpan(at, end - at), CultureInfo.InvariantCulture);
        if (!_paths.TryGetValue(callId, out var path)) _paths[callId] = path = new AudioPath(Bind(), Bind());
        if (toHotline) path.PhonePort = port;
        else path.HotlinePort = port;
        return text[..at] + PortOf(toHotline ? path.Far : path.Near).ToString(CultureInfo.InvariantCulture) + text[end..];
    }

    /// <summary>The call is over for the phone; its sockets are closed.</summary>
    internal void Forget(string callId)
    {
        lock (_gate)
        {
            if (_paths.Remove(callId, out var path)) path.Dispose();
        }
    }

    private byte[]? Receive(Socket socket)
    {
        var length = socket.Receive(_buffer, SocketFlags.None, out var error);
        return error == SocketError.Success ? _buffer[..length] : null;
    }

    private static string? CallIdOf(string text)
    {
        const string Name = "\r\nCall-ID:";
        var at = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var end = text.IndexOf("\r\n", at + Name.Length, StringComparison.Ordinal);
        return text[(at + Name.Length)..end].Trim();
    }

    private static string At(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 1 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        foreach (var path in _paths.Values) path.Dispose();
        _front.Dispose();
        _back.Dispose();
        _stopping.Dispose();
    }

    private sealed record AudioPath(Socket Near, Socket Far) : IDisposable
    {
        internal int PhonePort { get; set; }
        internal int HotlinePort { get; set; }
        internal bool IsCut { get; set; }

        public void Dispose()
        {
            Near.Dispose();
            Far.Dispose();
        }
    }
}
