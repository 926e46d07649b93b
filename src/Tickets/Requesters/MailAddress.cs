namespace Hotline.Tickets.Requesters;

/// <summary>电子邮箱: only so much is checked as keeps out what cannot be one (RFC 5321 leaves the rest to the receiver).</summary>
internal static class MailAddress
{
    internal static bool IsOne(string text) =>
        text.Length <= 100 && text.Split('@') is [{ Length: > 0 and <= 64 }, { Length: > 2 } host] && host.Contains('.', StringComparison.Ordinal) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}
