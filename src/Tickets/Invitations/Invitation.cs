using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Invitations;

/// <summary>用途: what the citizen may do with a link, without number and query code.</summary>
[JsonConverter(typeof(KebabJson<InvitationPurpose>))]
public enum InvitationPurpose
{
    /// <summary>To rate the reply, or to say that it is not solved.</summary>
    [Description("评价")] Survey,

    /// <summary>To have the closed matter handled again.</summary>
    [Description("申请重办")] Reopen,

    /// <summary>To answer the text message itself.</summary>
    [Description("短信回复未解决")] NotSolved,
}

/// <summary>
/// 邀评码: twelve random characters of thirty-two, 60 bits, of which nothing but a keyed hash is kept. It names neither ticket nor
/// citizen. People may type it: case, spaces and hyphens do not count, and no two characters look alike.
/// </summary>
public readonly record struct InvitationCode
{
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz0";
    private const int Length = 12;

    private InvitationCode(string text) => Text = text;

    public string Text { get; }

    internal static InvitationCode New() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    public static bool TryParse(string? typed, out InvitationCode code)
    {
        var text = string.Concat((typed ?? "").Where(c => c is not (' ' or '-'))).ToLowerInvariant();
        code = new(text);
        return text.Length == Length && text.All(Alphabet.Contains);
    }

    internal byte[] Mac(PersonalDataKey key) => key.Fingerprint("invitation", Text);

    public override string ToString() => "************";
}

/// <summary>What whoever holds a link may see.</summary>
/// <param name="MayRate">Neither this link nor anything else has rated the reply yet.</param>
/// <param name="UnifiedReply">统一答复; null where the matter is confidential.</param>
public sealed record InvitationView(TicketNumber Number, InvitationPurpose Purpose, DateTimeOffset ExpiresAt, bool MayRate, bool MayReopen, string? UnifiedReply);

/// <summary>What a code leads to.</summary>
public abstract record InvitationResult
{
    private InvitationResult() { }

    public sealed record Open(InvitationView View) : InvitationResult;

    /// <summary>It was done, or the ticket, the link or what was typed stands against it.</summary>
    public sealed record Decided(Decision Decision) : InvitationResult;

    /// <summary>No such code, or not of that ticket: the two cannot be told apart from outside.</summary>
    public sealed record NotFound : InvitationResult;

    /// <summary>Too many wrong codes from this address.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : InvitationResult;
}
