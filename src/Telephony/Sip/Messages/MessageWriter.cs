using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hotline.Telephony.Sip.Messages;

/// <summary>Puts a request or a response together. Used on the signalling loop only, so one buffer serves all messages.</summary>
internal sealed class MessageWriter
{
    internal const string Allow = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY";

    /// <summary>What stands in every INVITE, UPDATE and 200 of ours.</summary>
    internal const string Abilities = $"Allow: {Allow}\r\nSupported: {OptionTags.Ours}\r\n";

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly string _product;

    internal MessageWriter(string product) => _product = product;

    /// <summary>A response to <paramref name="request"/> (RFC 3261 section 8.2.6): its Via, From, To, Call-ID and CSeq come back byte for byte.</summary>
    /// <param name="toTag">Added to To where the request has none; null for 100.</param>
    /// <param name="headers">Whole lines, each with its CRLF.</param>
    internal byte[] Response(SipMessage request, IPEndPoint source, int status, string? reason, string? toTag, string headers = "", string? sdp = null)
    {
        _buffer.ResetWrittenCount();
        Write($"SIP/2.0 {status} {reason ?? ReasonPhrases.Of(status)}\r\n");
        CopyRoute(request, source, toTag, withRecordRoute: status is > 100 and < 300 && request.Method == "INVITE");
        Write(headers);
        return Finished(sdp is null ? null : "application/sdp", sdp, "Server");
    }

    /// <summary>A request whose routing headers the caller wrote: everything up to and including CSeq, each line with its CRLF.</summary>
    internal byte[] Request(string method, string uri, string headers, string? body = null, string type = "application/sdp")
    {
        _buffer.ResetWrittenCount();
        Write($"{method} {uri} SIP/2.0\r\n");
        Write(headers);
        return Finished(body is null ? null : type, body, "User-Agent");
    }

    private byte[] Finished(string? type, string? body, string productHeader)
    {
        if (_product.Length > 0) Write($"{productHeader}: {_product}\r\n");
        if (type is not null) Write($"Content-Type: {type}\r\n");
        Write($"Content-Length: {(body is null ? 0 : Encoding.UTF8.GetByteCount(body))}\r\n\r\n");
        if (body is not null) Write(body);
        return _buffer.WrittenSpan.ToArray();
    }

    private void CopyRoute(SipMessage request, IPEndPoint source, string? toTag, bool withRecordRoute)
    {
        var topVia = true;
        foreach (var field in request.Fields)
        {
            switch (field.Id)
            {
                case Header.Via when topVia:
                    Write($"Via: {request.Via.Stamped(source)}\r\n");
                    topVia = false;
                    break;
                case Header.Via: Copy("Via: "u8, request, field); break;
                case Header.From: Copy("From: "u8, request, field); break;
                case Header.CallId: Copy("Call-ID: "u8, request, field); break;
                case Header.CSeq: Copy("CSeq: "u8, request, field); break;
                case Header.Timestamp: Copy("Timestamp: "u8, request, field); break; // RFC 3261 section 8.2.6.1
                case Header.RecordRoute when withRecordRoute: Copy("Record-Route: "u8, request, field); break;
                case Header.To: CopyTo(request, field, toTag); break;
                default: break;
            }
        }
    }

    private void CopyTo(SipMessage request, HeaderField field, string? toTag)
    {
        // A To that did not parse goes back as it came
        if (toTag is null || request.To is not { Tag: null }) Copy("To: "u8, request, field);
        else Copy("To: "u8, request, field, toTag);
    }

    private void Copy(ReadOnlySpan<byte> name, SipMessage request, HeaderField field, string? tag = null)
    {
        _buffer.Write(name);
        if (field.IsFolded) Write(request.Text(field));
        else _buffer.Write(request.Raw(field));
        if (tag is not null) Write($";tag={tag}");
        _buffer.Write("\r\n"u8);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private void Write(ref DefaultInterpolatedStringHandler text) => Write(text.ToStringAndClear());
}
