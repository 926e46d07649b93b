using System.Globalization;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transactions;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>
/// 会话定时 (RFC 4028): one side says again and again that the call still lives, so that neither keeps a call whose BYE was lost.
/// </summary>
/// <param name="refresh">Our turn to send a re-INVITE or UPDATE: half of the interval has passed.</param>
/// <param name="expire">Nobody refreshed: the call ends.</param>
internal sealed class SessionTimer(SipStackOptions options, TimerWheel wheel, Action refresh, Action expire)
{
    /// <summary>RFC 4028 section 4: no interval is shorter.</summary>
    private const uint Shortest = 90;

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(32);

    private WheelTimer? _refresh;
    private WheelTimer? _expire;
    private uint _interval;
    private uint _minimum = Seconds(options.MinSessionExpires);
    private bool _isOurs = true;

    private bool IsRunning => _expire is not null;

    /// <summary>The headers of a 422 where the peer asks for less than we take (RFC 4028 section 9); only who knows the extension understands that.</summary>
    internal static string? TooShort(SipMessage request, SipStackOptions options)
    {
        var minimum = Seconds(options.MinSessionExpires);
        if (!IsKnownTo(request) || Interval(request, Header.SessionExpires) is not { } asked || asked >= minimum) return null;
        return string.Create(CultureInfo.InvariantCulture, $"Min-SE: {minimum}\r\n");
    }

    /// <summary>We answer with 200: who refreshes is RFC 4028's table 2. The headers for it; the time runs from now.</summary>
    internal string Answer(SipMessage request)
    {
        var (known, asked) = (IsKnownTo(request), Interval(request, Header.SessionExpires));
        if (asked is null && (!known || options.SessionExpires <= TimeSpan.Zero))
        {
            Stop();
            return "";
        }

        _interval = Math.Max(Shortest, asked ?? Math.Max(Seconds(options.SessionExpires), Interval(request, Header.MinSe) ?? 0));
        _isOurs = !known || RefresherOf(request) switch { "uac" => false, "uas" => true, _ => !IsRunning || _isOurs };
        Run();
        return string.Create(CultureInfo.InvariantCulture,
            $"{(known ? "Require: timer\r\n" : "")}Session-Expires: {_interval};refresher={(_isOurs ? "uas" : "uac")}\r\n");
    }

    /// <summary>The headers of an INVITE or UPDATE of ours; within a call the roles stay (RFC 4028 section 7.4).</summary>
    internal string Ask()
    {
        var interval = IsRunning ? _interval : Seconds(options.SessionExpires);
        if (interval == 0) return "";
        var role = IsRunning ? _isOurs ? ";refresher=uac" : ";refresher=uas" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Session-Expires: {Math.Max(interval, _minimum)}{role}\r\nMin-SE: {_minimum}\r\n");
    }

    /// <summary>The 200 to a request of ours.</summary>
    internal void Agree(SipMessage response)
    {
        if (Interval(response, Header.SessionExpires) is not { } interval)
        {
            Stop();
            return;
        }

        _interval = Math.Max(Shortest, interval);
        _isOurs = RefresherOf(response) != "uas";
        Run();
    }

    /// <summary>After a 422 we ask for as much as it wants (RFC 4028 section 7.3). False where that makes no difference.</summary>
    internal bool Lengthen(SipMessage refusal)
    {
        if (Interval(refusal, Header.MinSe) is not { } minimum || minimum <= _minimum) return false;
        _minimum = minimum;
        _interval = Math.Max(_interval, minimum);
        return true;
    }

    internal void Stop()
    {
        _refresh?.Stop();
        _expire?.Stop();
        (_refresh, _expire) = (null, null);
    }

    private void Run()
    {
        Stop();
        var interval = TimeSpan.FromSeconds(_interval);
        var farewell = interval / 3 < LongestFarewell ? interval / 3 : LongestFarewell;
        _expire = wheel.Start(interval - farewell, expire);
        if (_isOurs) _refresh = wheel.Start(interval / 2, refresh);
    }

    private static bool IsKnownTo(SipMessage request) => request.Lists(Header.Supported, "timer") || request.Lists(Header.Require, "timer");

    private static uint? Interval(SipMessage message, Header header)
    {
        if (message.First(header) is not { } text) return null;
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        var digits = (semicolon < 0 ? text : text[..semicolon]).Trim();
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= int.MaxValue / 1000 ? seconds : null;
    }

    private static string? RefresherOf(SipMessage message)
    {
        var text = message.First(Header.SessionExpires) ?? "";
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        return semicolon < 0 ? null : ParameterList.Find(text.AsSpan(semicolon), "refresher")?.ToLowerInvariant();
    }

    private static uint Seconds(TimeSpan time) => time <= TimeSpan.Zero ? 0 : (uint)Math.Max(Shortest, time.TotalSeconds);
}
