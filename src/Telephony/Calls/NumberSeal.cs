using System.Text;
using Hotline.Telephony.Blocking;
using Hotline.Telephony.Callbacks;

namespace Hotline.Telephony.Calls;

/// <summary>
/// 号码密存: citizens' numbers as the database keeps them. Sealed for the row they stand in, and found by a keyed hash: a copy of the
/// database alone tells nobody who called. What was written in clear before is read as it stands, until <see cref="NumberSealing"/> has sealed it.
/// </summary>
internal sealed class NumberSeal(PersonalDataKey key)
{
    /// <summary>What a sealed number begins with; as the indexes of migration 0014 have it.</summary>
    internal const string Mark = "sealed:";

    private const string Journal = "telephony/journal";

    internal static NumberSeal FromFile(string path) => new(PersonalDataKey.FromFile(path, $"Telephony:{nameof(TelephonyOptions.PersonalKeyFile)}"));

    /// <param name="row">It opens for this row only.</param>
    internal string Seal(string number, Guid row) => number.Length == 0 ? "" : Mark + Convert.ToBase64String(key.SealBytes(Encoding.UTF8.GetBytes(number), Of(row)));

    /// <exception cref="System.Security.Cryptography.CryptographicException">Another key, or another row's.</exception>
    internal string Open(string kept, Guid row) =>
        kept.StartsWith(Mark, StringComparison.Ordinal) ? Encoding.UTF8.GetString(key.OpenBytes(Convert.FromBase64String(kept[Mark.Length..]), Of(row))) : kept;

    /// <summary>Equal for one citizen's number however it was sent, and another than that of tickets; null where the number is withheld.</summary>
    internal byte[]? Find(string number) => CallerNumber.Normal(number) is { Length: > 0 } normal ? key.Fingerprint("telephony/number", normal) : null;

    internal CallRecord Seal(CallRecord call) => WithNumber(call, Seal(Number(call), call.Id.Value));

    internal CallRecord Open(CallRecord call) => WithNumber(call, Open(Number(call), call.Id.Value));

    internal CallEvent Seal(CallEvent happened) => With(happened, Seal);

    internal CallEvent Open(CallEvent happened) => With(happened, Open);

    internal CallbackTask Seal(CallbackTask task) => task with { Number = Seal(task.Number, task.Id) };

    internal CallbackTask Open(CallbackTask task) => task with { Number = Open(task.Number, task.Id) };

    internal BlacklistEntry Seal(BlacklistEntry entry) => entry with { Number = Seal(entry.Number, entry.Id) };

    internal BlacklistEntry Open(BlacklistEntry entry) => entry with { Number = Open(entry.Number, entry.Id) };

    internal string SealLine(string json) => Convert.ToBase64String(key.SealBytes(Encoding.UTF8.GetBytes(json), Journal));

    /// <exception cref="FormatException">The tail of a crash.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Another key, or damaged.</exception>
    internal string OpenLine(string line) => line.StartsWith('{') ? line : Encoding.UTF8.GetString(key.OpenBytes(Convert.FromBase64String(line), Journal));

    /// <summary>The citizen's: where we called them it stands as the number called.</summary>
    internal static string Number(CallRecord call) => call.Direction == CallDirection.Inbound ? call.Caller : call.Called;

    private static CallRecord WithNumber(CallRecord call, string number) => call.Direction == CallDirection.Inbound ? call with { Caller = number } : call with { Called = number };

    private static CallEvent With(CallEvent happened, Func<string, Guid, string> how) => happened switch
    {
        CallEvent.Arrived e => e with { Caller = how(e.Caller, e.Call.Value) },
        CallEvent.CallbackAccepted e => e with { Number = how(e.Number, e.Call.Value) },
        _ => happened,
    };

    private static string Of(Guid row) => $"telephony/{row}";
}
