using System.Globalization;
using System.Net;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Sip.Sdp;

/// <summary>
/// Offer and answer (RFC 3264) for one audio stream (G.711, G.722) with RFC 4733 digits. Pure; the o= line's id and version are set
/// when the call sends a description.
/// </summary>
public static class OfferAnswer
{
    private const string OurEventType = "101";
    private const string Events = "0-16";

    /// <summary>
    /// What we offer: the leg's codecs, best first, digits, 20 ms, both ways.
    /// With keys where the leg encrypts: as RTP/SAVP where it must, else as RTP/AVP that also has keys (RFC 8643).
    /// </summary>
    public static SessionDescription Offer(LocalAudio local)
    {
        ArgumentNullException.ThrowIfNull(local);
        var encodings = local.Codecs.ToDictionary(codec => ((int)codec).ToString(CultureInfo.InvariantCulture), Name);
        var audio = new MediaDescription
        {
            Kind = "audio",
            Port = local.EndPoint.Port,
            Protocol = local.Encryption == MediaEncryption.Required ? "RTP/SAVP" : "RTP/AVP",
            Crypto = [.. local.Keys.Select((key, i) => new CryptoAttribute(i + 1, key).ToString())],
            Formats = [.. local.Codecs.Select(codec => ((int)codec).ToString(CultureInfo.InvariantCulture)), OurEventType],
            Encodings = new Dictionary<string, string>(encodings) { [OurEventType] = "telephone-event/8000" },
            Parameters = new Dictionary<string, string> { [OurEventType] = Events },
            PacketTime = 20,
        };
        return new() { Origin = local.EndPoint.Address, Connection = local.EndPoint.Address, Media = [audio] };
    }

    /// <summary>The answer to an offer and what it means for our leg; null when there is no common codec (488).</summary>
    public static (SessionDescription Answer, AudioAgreement Agreed)? Answer(SessionDescription offer, LocalAudio local)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(local);
        foreach (var audio in offer.Media)
        {
            if (!TryAgreeOnKeys(audio, local, out var crypto, out var keys)) continue;
            if (Agree(offer, audio, audio.Formats.Where(f => Codec(audio, f) is { } codec && local.Codecs.Contains(codec))) is not { } plain) continue;
            var agreed = plain with { Srtp = keys };

            var lines = offer.Media.Select(m => ReferenceEquals(m, audio) ? Accepted(m, agreed, local, crypto) : Refused(m)).ToList();
            return (new() { Origin = local.EndPoint.Address, Connection = local.EndPoint.Address, Media = lines }, agreed);
        }

        return null;
    }

    /// <summary>What the peer's answer to our offer means for our leg; null when it refuses the audio or names no codec of ours.</summary>
    public static AudioAgreement? Accept(SessionDescription ourOffer, SessionDescription theirAnswer)
    {
        ArgumentNullException.ThrowIfNull(ourOffer);
        ArgumentNullException.ThrowIfNull(theirAnswer);
        if (theirAnswer.Audio is not { } audio || ourOffer.Audio is not { } ours) return null;
        var keys = KeysOf(ours, audio);
        if (keys is null && IsSecure(ours.Protocol)) return null;
        return Agree(theirAnswer, audio, audio.Formats.Where(f => Offered(ours, audio, f))) is { } agreed ? agreed with { Srtp = keys } : null;
    }

    /// <summary>The offered line with the answer's tag is ours, and the answer's key theirs.</summary>
    private static SrtpAgreement? KeysOf(MediaDescription offered, MediaDescription answered)
    {
        if (CryptoAttribute.Best(answered.Crypto) is not { } theirs) return null;
        var ours = offered.Crypto.Select(CryptoAttribute.Parse).FirstOrDefault(line => line?.Tag == theirs.Tag && line.Key.Suite == theirs.Key.Suite);
        return ours is null ? null : new(ours.Key, theirs.Key);
    }

    /// <summary>False: what they offer does not go with what our leg wants.</summary>
    private static bool TryAgreeOnKeys(MediaDescription offered, LocalAudio local, out CryptoAttribute? answer, out SrtpAgreement? keys)
    {
        (answer, keys) = (null, null);
        if (local.Encryption != MediaEncryption.Off && CryptoAttribute.Best(offered.Crypto) is { } theirs)
        {
            answer = new(theirs.Tag, local.Keys.First(key => key.Suite == theirs.Key.Suite));
            keys = new(answer.Key, theirs.Key);
        }

        return keys is not null || (!IsSecure(offered.Protocol) && local.Encryption != MediaEncryption.Required);
    }

    private static bool IsSecure(string protocol) => protocol is "RTP/SAVP" or "RTP/SAVPF";

    private static AudioAgreement? Agree(SessionDescription theirs, MediaDescription audio, IEnumerable<string> formats)
    {
        if (audio is not { Kind: "audio", Port: > 0 } || (audio.Protocol is not ("RTP/AVP" or "RTP/AVPF") && !IsSecure(audio.Protocol))) return null;
        if ((audio.Connection ?? theirs.Connection) is not { } address) return null;

        foreach (var format in formats)
        {
            if (Codec(audio, format) is not { } codec || !Number(format, out var type)) continue;
            // 0.0.0.0 was the hold of RFC 2543; peers still send it (RFC 3264 section 8.4)
            var reachable = !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
            return new(new(address, audio.Port), codec, type, EventType(audio),
                Send: reachable && audio.Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly,
                Receive: audio.Direction is MediaDirection.SendReceive or MediaDirection.SendOnly)
            {
                Reports = audio.RtcpPort is { } port ? new(audio.RtcpAddress ?? address, port) : null,
            };
        }

        return null;
    }

    private static bool Offered(MediaDescription ours, MediaDescription theirs, string format) =>
        Codec(theirs, format) is { } codec && ours.Formats.Any(f => Codec(ours, f) == codec);

    private static MediaDescription Accepted(MediaDescription offered, AudioAgreement agreed, LocalAudio local, CryptoAttribute? crypto)
    {
        var type = agreed.PayloadType.ToString(CultureInfo.InvariantCulture);
        var encodings = new Dictionary<string, string> { [type] = Name(agreed.Codec) };
        var parameters = new Dictionary<string, string>();
        if (agreed.EventPayloadType is { } events)
        {
            var number = events.ToString(CultureInfo.InvariantCulture);
            encodings[number] = "telephone-event/8000";
            parameters[number] = Events;
        }

        return new()
        {
            Kind = "audio", Port = local.EndPoint.Port, Crypto = crypto is null ? [] : [crypto.ToString()], Protocol = offered.Protocol, Formats = [.. encodings.Keys],
            Encodings = encodings, Parameters = parameters, PacketTime = 20, Direction = Mirrored(agreed),
        };
    }

    /// <summary>RFC 3264 section 6: each media line of the offer has its line in the answer; port 0 says no.</summary>
    private static MediaDescription Refused(MediaDescription offered) =>
        new() { Kind = offered.Kind, Port = 0, Protocol = offered.Protocol, Formats = offered.Formats };

    private static MediaDirection Mirrored(AudioAgreement agreed) => (agreed.Send, agreed.Receive) switch
    {
        (true, true) => MediaDirection.SendReceive,
        (true, false) => MediaDirection.SendOnly,
        (false, true) => MediaDirection.ReceiveOnly,
        _ => MediaDirection.Inactive,
    };

    private static AudioCodec? Codec(MediaDescription audio, string format)
    {
        var encoding = audio.Encodings.GetValueOrDefault(format) ?? format switch { "8" => "PCMA/8000", "0" => "PCMU/8000", "9" => "G722/8000", _ => "" };
        foreach (var codec in LocalAudio.Usual)
            if (Is(encoding, Name(codec))) return codec;
        // some peers write the clock that G.722 should have had (RFC 3551 section 4.5.2)
        return Is(encoding, "G722/16000") ? AudioCodec.G722 : null;
    }

    private static string Name(AudioCodec codec) => codec switch
    {
        AudioCodec.Pcma => "PCMA/8000",
        AudioCodec.Pcmu => "PCMU/8000",
        _ => "G722/8000",
    };

    private static byte? EventType(MediaDescription audio)
    {
        foreach (var format in audio.Formats)
            if (audio.Encodings.TryGetValue(format, out var e) && Is(e, "telephone-event/8000") && Number(format, out var type)) return type;
        return null;
    }

    private static bool Is(string encoding, string wanted) =>
        encoding.Equals(wanted, StringComparison.OrdinalIgnoreCase) || encoding.Equals(wanted + "/1", StringComparison.OrdinalIgnoreCase);

    private static bool Number(string format, out byte type) =>
        byte.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out type) && type < 128;
}
