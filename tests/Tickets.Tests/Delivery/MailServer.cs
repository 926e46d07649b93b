using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Tickets.Tests.Delivery;

/// <summary>A mail server on loopback, as far as one delivery needs it (RFC 5321): one connection after the other.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    internal MailServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Headers and body as they came.</summary>
    internal List<string> Taken { get; } = [];

    /// <summary>What is said to RCPT TO.</summary>
    internal string Recipient { get; set; } = "250 ok";

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Stop();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var peer = await _listener.AcceptTcpClientAsync(_ending.Token);
                await TalkAsync(peer.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // the test is over
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync(_ending.Token) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            if (word == "DATA") await writer.WriteLineAsync("354 go on");
            if (word == "DATA") Taken.Add(await BodyAsync(reader));
            await writer.WriteLineAsync(word switch { "QUIT" => "221 bye", "RCPT" => Recipient, "EHLO" => "250 here", _ => "250 ok" });
            if (word == "QUIT") return;
        }
    }

    private async Task<string> BodyAsync(StreamReader reader)
    {
        var body = new StringBuilder();
        while (await reader.ReadLineAsync(_ending.Token) is { } line && line != ".") body.AppendLine(line);
        return body.ToString();
    }
}
