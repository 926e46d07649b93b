using System.Security.Cryptography;
using Hotline.Telephony.Sip.Transactions;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>Random identifiers that nobody can guess (RFC 3261 sections 8.1.1.7 and 19.3).</summary>
internal static class Identifiers
{
    internal static string Tag() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    internal static string Branch() => TransactionKey.MagicCookie + RandomNumberGenerator.GetHexString(20, lowercase: true);

    internal static string CallId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
