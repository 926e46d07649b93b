using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench;

/// <summary>An HTTP answer.</summary>
internal readonly record struct Answer(int Status, string Head, string Body);

/// <summary>
/// One kept-alive HTTP/1.1 connection on a blocking socket. The client shares the machine's cores with what it measures, so it
/// does as little as a client can: one write, one read or two.
/// </summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[1 << 16];

    internal HttpLine(int port) => _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));

    /// <param name="cookie">Who is signed in; null for nobody.</param>
    internal Answer Get(string path, string? cookie)
    {
        _socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n"));
        return Read();
    }

    /// <inheritdoc cref="Get"/>
    internal Answer Post(string path, string? cookie, string text, string contentType = "application/json")
    {
        var body = Encoding.UTF8.GetBytes(text);
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}Content-Type: {contentType}\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        _socket.Send((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]);
        return Read();
    }

    public void Dispose() => _socket.Dispose();

    private Answer Read()
    {
        var (length, headEnd) = (0, -1);
        while (headEnd < 0)
        {
            length += Receive(length);
            headEnd = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, headEnd);
        var bodyAt = headEnd + 4;
        if (Field(head, "Content-Length") is { } known)
        {
            var end = bodyAt + int.Parse(known, CultureInfo.InvariantCulture);
            while (length < end) length += Receive(length);
        }
        else if (Field(head, "Transfer-Encoding") is not null)
        {
            while (!_buffer.AsSpan(0, length).EndsWith("0\r\n\r\n"u8)) length += Receive(length);
            length = bodyAt + Unchunk(_buffer.AsSpan(bodyAt, length - bodyAt));
        }

        return new(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head, Encoding.UTF8.GetString(_buffer, bodyAt, length - bodyAt));
    }

    /// <summary>Takes the frames of the chunks out of a body, in place.</summary>
    /// <returns>How long it is then.</returns>
    private static int Unchunk(Span<byte> body)
    {
        for (var (from, to) = (0, 0); ;)
        {
            var line = body[from..].IndexOf("\r\n"u8);
            var size = int.Parse(body.Slice(from, line), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0) return to;
            body.Slice(from + line + 2, size).CopyTo(body[to..]);
            (from, to) = (from + line + 2 + size + 2, to + size);
        }
    }

    private int Receive(int at)
    {
        if (at == _buffer.Length) Array.Resize(ref _buffer, at * 2);
        var read = _socket.Receive(_buffer, at, _buffer.Length - at, SocketFlags.None);
        return read > 0 ? read : throw new IOException("The host closed the connection.");
    }

    internal static string? Field(string head, string name)
    {
        var at = head.IndexOf("\r\n" + name + ": ", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var from = at + name.Length + 4;
        var to = head.IndexOf("\r\n", from, StringComparison.Ordinal);
        return to < 0 ? head[from..] : head[from..to];
    }
}
