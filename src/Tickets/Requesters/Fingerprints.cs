namespace Hotline.Tickets.Requesters;

/// <summary>What personal data and secrets are found by, without being stored.</summary>
internal static class Fingerprints
{
    internal static byte[] Phone(this PersonalDataKey key, string phone) => key.Fingerprint("phone", PhoneNumber.Normalize(phone));

    internal static byte[] Code(this PersonalDataKey key, TicketNumber number, QueryCode code) => key.Fingerprint("code", number.Digits + code.Digits);
}
