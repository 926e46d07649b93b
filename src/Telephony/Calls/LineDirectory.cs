namespace Hotline.Telephony.Calls;

/// <summary>号码归线: how a called number's line is found. The host may bring one that knows the city's lines; it is asked on the signalling loop and must not wait.</summary>
/// <param name="Find">Null for a number that is not served.</param>
public sealed record LineDirectory(Func<string, TelephonyOptions.Line?> Find)
{
    /// <summary>The lines of the settings.</summary>
    public static LineDirectory Of(TelephonyOptions options) => new(number => options.Lines.FirstOrDefault(l => l.Number == number));
}
