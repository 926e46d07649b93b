using System.Text.RegularExpressions;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Outbound;

/// <summary>A number that may be called from the hotline (外呼号码): digits only, within China.</summary>
public readonly partial record struct DialNumber
{
    private DialNumber(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>Takes blanks, hyphens, brackets and +86 away.</summary>
    /// <param name="why">What is wrong, in Chinese, and what to do.</param>
    public static bool TryParse(string? text, out DialNumber number, out string why)
    {
        number = default;
        var digits = Separators().Replace(text?.Trim() ?? "", "");
        if (digits.StartsWith("+86", StringComparison.Ordinal)) digits = digits[3..];
        why = Wrong(digits);
        if (why.Length == 0) number = new(digits);
        return why.Length == 0;
    }

    /// <summary>Where it is dialled; with a trunk its addresses stand in for the host.</summary>
    internal SipUri At(CallServices services) => services.Options.OutboundGateway is { } gateway
        ? SipUri.Parse($"sip:{Digits}@{gateway}")
        : SipUri.Of(Digits, services.Sip.LocalEndPoint);

    public override string ToString() => "number"; // a citizen's number must not get into a log by accident

    private static string Wrong(string digits) => digits switch
    {
        "" => "请填写电话号码",
        _ when !digits.All(char.IsAsciiDigit) => "号码只能由数字组成",
        "110" or "119" or "120" or "122" => "紧急号码不能外呼，请在通话中使用一键转接",
        _ when digits.StartsWith("00", StringComparison.Ordinal) => "不能拨打国际号码",
        _ when Mobile().IsMatch(digits) || Fixed().IsMatch(digits) || Local().IsMatch(digits) || Service().IsMatch(digits) => "",
        _ => "号码格式不对：手机号 11 位，固定电话请带区号，例如 0791-88881234",
    };

    [GeneratedRegex(@"[\s()（）-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Separators();

    [GeneratedRegex(@"^0?1[3-9]\d{9}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Mobile();

    /// <summary>Area code of 3 or 4 digits, number of 7 or 8 (长途区号).</summary>
    [GeneratedRegex(@"^0(10|2\d|[3-9]\d{2})[2-8]\d{6,7}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Fixed();

    [GeneratedRegex(@"^[2-8]\d{6,7}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Local();

    /// <summary>123xx government lines, 95xxx and 96xxx services, 400 and 800 numbers.</summary>
    [GeneratedRegex(@"^(12\d{3}|9[56]\d{3,6}|[48]00\d{7})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Service();
}
