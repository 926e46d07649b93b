using System.Globalization;
using System.Security.Cryptography;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>What became of a wish for a code.</summary>
public abstract record CodeSent
{
    private CodeSent() { }

    /// <param name="Until">It holds until then.</param>
    public sealed record Sent(DateTimeOffset Until) : CodeSent;

    /// <summary>Asked too often: for this number, or from this address.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : CodeSent;

    /// <summary>No channel takes messages now, or the number takes none.</summary>
    public sealed record NotPossible : CodeSent;
}

/// <summary>Whether a code was right.</summary>
public enum CodeAnswer { Right, Wrong, Over }

/// <summary>
/// 短信验证码: six digits to a mobile number, to show that it is the citizen's own. Valid for ten minutes and five tries; asked for at most
/// five times a quarter of an hour for one number and twenty times from one address. Neither code nor number is stored in the clear.
/// </summary>
public sealed class PhoneCodes
{
    internal const int ShortestNumber = 7;
    private const int MostTries = 5, PerNumber = 5;
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(10);
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly IReadOnlyList<IMessageChannel> _channels;
    private readonly TimeProvider _clock;
    private readonly WrongGuesses _guesses;

    internal PhoneCodes(NpgsqlDataSource db, PersonalDataKey key, IEnumerable<IMessageChannel> channels, TimeProvider clock) =>
        (_db, _key, _channels, _clock, _guesses) = (db, key, [.. channels], clock, new(db, clock));

    /// <summary>Whether a number can read messages: a mobile one.</summary>
    public static bool MayReceive(string? phone) => phone is not null && PhoneNumber.IsMobile(phone);

    /// <summary>Whether somebody can be called there: neither 110 nor another short number.</summary>
    public static bool IsNumber(string? phone) => phone is not null && PhoneNumber.IsOne(phone) && PhoneNumber.Normalize(phone).Length >= ShortestNumber;

    /// <summary>Sends a code; an earlier one for the same purpose ends. The citizen waits for it, so it goes at once and at night too.</summary>
    /// <param name="purpose">What it serves for, such as report:TOKEN: a code of another purpose does not fit.</param>
    /// <param name="address">Of the one who asks, such as an IP address.</param>
    /// <param name="language">zh or en.</param>
    public async Task<CodeSent> SendAsync(string phone, string purpose, string address, string language, CancellationToken ct)
    {
        if (!MayReceive(phone) || _channels.FirstOrDefault(c => c.Serves(DeliveryChannel.Sms)) is not { } channel) return new CodeSent.NotPossible();
        var number = PhoneNumber.Normalize(phone);
        (byte[], int)[] who = [(_key.Fingerprint("code-number", number), PerNumber), (_key.Fingerprint("code-address", address), WrongGuesses.PerAddress)];
        if (await _guesses.BlockedForAsync(who, ct) is { } wait) return new CodeSent.TooMany(wait);
        await _guesses.RememberAsync(who, ct);

        var (code, now) = (RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture), _clock.Now());
        await _db.ExecuteAsync(
            "insert into tickets.phone_code (who, mac, sent_at) values ($1, $2, $3) on conflict (who) do update set (mac, sent_at, tries) = (excluded.mac, excluded.sent_at, 0)",
            [Who(number, purpose), Mac(number, purpose, code), now], ct);
        var message = new OutgoingMessage(Guid.NewGuid().ToString(), DeliveryChannel.Sms, number, language == "en" ? "Code" : "验证码", language == "en"
            ? $"[12345] Your code is {code}. It holds for 10 minutes. Tell it to nobody; we never ask for it on the telephone."
            : $"【12345】验证码{code}，10分钟内有效。请勿告诉他人，工作人员不会向您索要。");
        return await SendAsync(channel, message, ct) is SendResult.Taken ? new CodeSent.Sent(now + Holds) : new CodeSent.NotPossible();
    }

    /// <summary>A right code is used up.</summary>
    public async Task<CodeAnswer> CheckAsync(string phone, string purpose, string? code, CancellationToken ct)
    {
        var number = PhoneNumber.Normalize(phone);
        var digits = string.Concat((code ?? "").Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit));
        var rows = await _db.ReadAsync(
            "update tickets.phone_code set tries = tries + 1 where who = $1 and sent_at > $2 and tries < $3 returning mac", [Who(number, purpose), _clock.Now() - Holds, MostTries],
            row => row.GetFieldValue<byte[]>(0), ct);
        if (rows is not [var mac]) return CodeAnswer.Over;
        if (!CryptographicOperations.FixedTimeEquals(mac, Mac(number, purpose, digits))) return CodeAnswer.Wrong;
        await _db.ExecuteAsync("delete from tickets.phone_code where who = $1", [Who(number, purpose)], ct);
        return CodeAnswer.Right;
    }

    private static async Task<SendResult> SendAsync(IMessageChannel channel, OutgoingMessage message, CancellationToken ct)
    {
        try { return await channel.SendAsync(message, ct); }
        catch (Exception e) when (e is not OperationCanceledException) { return new SendResult.Refused(e.GetType().Name, ForGood: false); } // as the port says
    }

    private byte[] Who(string number, string purpose) => _key.Fingerprint("phone-code", $"{purpose}\u001f{number}");

    private byte[] Mac(string number, string purpose, string code) => _key.Fingerprint("phone-code-digits", $"{purpose}\u001f{number}\u001f{code}");
}
