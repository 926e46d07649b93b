using System.Buffers.Binary;
using System.Text;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>One server of a name (SRV, RFC 2782), and how it is asked for and read on the wire (RFC 1035 section 4). Pure, and no answer makes it throw.</summary>
/// <param name="Priority">Lower ones first.</param>
/// <param name="Weight">Share among those of the same priority.</param>
internal sealed record ServiceRecord(int Priority, int Weight, int Port, string Host)
{
    private const int HeaderLength = 12;
    private const int MostOctets = 253;
    private const int Truncated = 2, ResultCode = 0x0F, NoError = 0, NoSuchName = 3;
    private const int Srv = 33;
    private const int Internet = 1;
    private const int MostRecords = 64;

    /// <param name="name">_sip._udp.example.com</param>
    /// <exception cref="ArgumentException">A label is empty or longer than 63 octets.</exception>
    internal static byte[] Question(ushort id, string name)
    {
        var question = new List<byte> { (byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 }; // one question, recursion desired
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            var octets = Encoding.ASCII.GetBytes(label);
            if (octets.Length is 0 or > 63) throw new ArgumentException($"'{name}' is no host name.", nameof(name));
            question.Add((byte)octets.Length);
            question.AddRange(octets);
        }

        question.AddRange([0, 0, Srv, 0, Internet]);
        return [.. question];
    }

    /// <summary>Null where it answers another question, is cut, a refusal, or cannot be read; a name without servers has an empty list.</summary>
    internal static IReadOnlyList<ServiceRecord>? Read(ReadOnlySpan<byte> answer, ushort id)
    {
        if (answer.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(answer) != id || (answer[2] & 0x80) == 0) return null;
        if ((answer[2] & Truncated) != 0 || (answer[3] & ResultCode) is not (NoError or NoSuchName)) return null;
        var (questions, answers) = (BinaryPrimitives.ReadUInt16BigEndian(answer[4..]), BinaryPrimitives.ReadUInt16BigEndian(answer[6..]));
        var at = HeaderLength;
        for (var i = 0; i < questions; i++)
        {
            if (Name(answer, ref at) is null) return null;
            at += 4;
        }

        var found = new List<ServiceRecord>();
        for (var i = 0; i < Math.Min((int)answers, MostRecords); i++)
            if (!TryTake(answer, ref at, found)) return null;
        return found;
    }

    private static bool TryTake(ReadOnlySpan<byte> answer, ref int at, List<ServiceRecord> found)
    {
        if (Name(answer, ref at) is null || at + 10 > answer.Length) return false;
        var (type, length) = (BinaryPrimitives.ReadUInt16BigEndian(answer[at..]), BinaryPrimitives.ReadUInt16BigEndian(answer[(at + 8)..]));
        var data = at + 10;
        at = data + length;
        if (at > answer.Length) return false;
        if (type != Srv || length < 7) return true; // a CNAME on the way, say

        var (priority, weight, port) = (
            BinaryPrimitives.ReadUInt16BigEndian(answer[data..]), BinaryPrimitives.ReadUInt16BigEndian(answer[(data + 2)..]), BinaryPrimitives.ReadUInt16BigEndian(answer[(data + 4)..]));
        var target = data + 6;
        if (Name(answer, ref target) is not { } host) return false;
        if (host.Length > 0 && port > 0) found.Add(new(priority, weight, port, host)); // "." says that there is no such service
        return true;
    }

    /// <summary>A name, with the pointers that abbreviate it followed; null where it is broken or goes in circles.</summary>
    private static string? Name(ReadOnlySpan<byte> message, ref int at)
    {
        var labels = new List<string>();
        var end = -1;
        for (var (here, jumps) = (at, 0); here < message.Length;)
        {
            var length = message[here];
            if (length == 0)
            {
                at = end < 0 ? here + 1 : end;
                return labels.Sum(label => label.Length + 1) > MostOctets ? null : string.Join('.', labels);
            }

            if (length >= 0xC0)
            {
                if (here + 1 >= message.Length || ++jumps > 16) return null;
                if (end < 0) end = here + 2;
                here = (length & 0x3F) << 8 | message[here + 1];
            }
            else
            {
                if (length > 63 || here + 1 + length > message.Length || labels.Count > 127) return null;
                labels.Add(Encoding.ASCII.GetString(message.Slice(here + 1, length)));
                here += 1 + length;
            }
        }

        return null;
    }
}
