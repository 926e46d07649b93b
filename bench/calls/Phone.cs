using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench;

/// <summary>Citizens' phones on one UDP socket: as much of SIP (RFC 3261) as placing calls and hanging up needs.</summary>
internal sealed class Phone : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<string, PhoneCall> _calls = new();
    private readonly IPEndPoint _server;
    private readonly string _number;
    private readonly CancellationTokenSource _closing = new();

    internal Phone(IPEndPoint server, string number)
    {
        (_server, _number) = (server, number);
        _socket.Bind(new IPEndPoint(server.Address, 0));
        _ = ReadAsync();
    }

    internal IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Calls and waits for the final answer, at most 32 s.</summary>
    internal async Task<PhoneCall> CallAsync(int caller)
    {
        var call = new PhoneCall(this, _number, $"{13900000000 + caller}", Local);
        _calls[call.CallId] = call;
        await call.InviteAsync();
        return call;
    }

    internal void Send(string message) => Send(message, _server);

    private void Send(string message, EndPoint to)
    {
        try { _socket.SendTo(Encoding.UTF8.GetBytes(message), to); }
        catch (SocketException) { } // as if lost on the way: it is repeated or given up
    }

    private async Task ReadAsync()
    {
        var packet = new byte[65536];
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var read = await _socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                Take(SipText.Parse(Encoding.UTF8.GetString(packet, 0, read.ReceivedBytes)), read.RemoteEndPoint);
            }
            catch (SocketException) { } // a port that is closed: the answer of an earlier packet
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException) { return; }
        }
    }

    private void Take(SipText message, EndPoint from)
    {
        if (!_calls.TryGetValue(message["Call-ID"], out var call)) return;
        if (message.Status > 0) call.Answered(message);
        else if (call.Asked(message) is { } answer) Send(answer, from);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _socket.Dispose();
        _closing.Dispose();
    }
}

/// <summary>A message taken apart no further than needed.</summary>
internal sealed record SipText(string FirstLine, ILookup<string, string> Headers, string Body)
{
    private static readonly Dictionary<string, string> Long = new(StringComparer.OrdinalIgnoreCase)
    {
        ["i"] = "Call-ID", ["v"] = "Via", ["f"] = "From", ["t"] = "To", ["m"] = "Contact", ["l"] = "Content-Length", ["c"] = "Content-Type",
    };

    internal string this[string header] => Headers[header].FirstOrDefault() ?? "";

    /// <summary>0 for a request.</summary>
    internal int Status => FirstLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal) ? int.Parse(FirstLine.AsSpan(8, 3), CultureInfo.InvariantCulture) : 0;

    internal string Method => FirstLine.Split(' ')[0];

    internal static SipText Parse(string text)
    {
        var split = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (split < 0 ? text : text[..split]).Split("\r\n");
        var headers = lines.Skip(1).Where(line => line.Contains(':')).Select(line => line.Split(':', 2))
            .ToLookup(pair => Long.GetValueOrDefault(pair[0].Trim(), pair[0].Trim()), pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new(lines[0], headers, split < 0 ? "" : text[(split + 4)..]);
    }
}
