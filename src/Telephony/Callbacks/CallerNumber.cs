namespace Hotline.Telephony.Callbacks;

/// <summary>One citizen, one number, however it was sent (主叫号码归一): +86, 0086, spaces and dashes are no part of it.</summary>
public static class CallerNumber
{
    internal static string Normal(string number)
    {
        var digits = new string([.. number.Where(c => char.IsAsciiDigit(c) || c == '+')]);
        var bare = digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..] : digits.StartsWith("0086", StringComparison.Ordinal) ? digits[4..] : digits.TrimStart('+');
        return bare is ['0', '1', >= '3' and <= '9', ..] && bare.Length == 12 ? bare[1..] : bare; // 0 before a mobile number: dialled from outside its area
    }

    /// <summary>138****8000; of shorter ones less stays, for a landline has few digits to hide.</summary>
    public static string Masked(string number) => number.Length switch
    {
        < 7 => "***",
        < 11 => $"****{number[^3..]}",
        _ => $"{number[..3]}****{number[^4..]}",
    };
}
