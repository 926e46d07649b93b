using System.Text;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Tests.Sip.Transport;

public sealed class StreamFramerTests
{
    private const string Head = "OPTIONS sip:a@b SIP/2.0\r\nl: 4\r\n\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Messages_and_pings_come_out_however_the_stream_is_cut(int piece)
    {
        var framer = new StreamFramer();
        var seen = Feed(framer, $"\r\n\r\n{Head}body{Head}next\r\n\r\n", piece);
        Assert.Equal(["Ping", $"Message {Head}body", $"Message {Head}next", "Ping"], seen);
    }

    [Theory]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nX: 4\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: -4\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 4\r\nl: 4\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 999999\r\n\r\n")]
    public void Without_a_length_nobody_knows_where_the_next_message_begins(string head) =>
        Assert.Equal([$"Broken {head}"], Feed(new(), head, 1000));

    [Fact]
    public void A_head_without_end_is_given_up() =>
        Assert.Equal(["Broken "], Feed(new(), new string('x', StreamFramer.MaxHead + 1), 1000));

    private static List<string> Feed(StreamFramer framer, string text, int piece)
    {
        var seen = new List<string>();
        foreach (var part in Encoding.ASCII.GetBytes(text).Chunk(piece))
        {
            for (var rest = part.AsMemory(); rest.Length > 0;)
            {
                var free = framer.Free();
                var count = Math.Min(free.Length, rest.Length);
                rest[..count].CopyTo(free);
                framer.Received(count);
                rest = rest[count..];
            }

            while (framer.TryTake(out var message) is not StreamFramer.Kind.Nothing and var kind)
            {
                seen.Add(kind == StreamFramer.Kind.Ping ? "Ping" : $"{kind} {Encoding.ASCII.GetString(message)}");
                if (kind == StreamFramer.Kind.Broken) return seen;
            }
        }

        return seen;
    }
}
