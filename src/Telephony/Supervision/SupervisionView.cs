using System.Security.Claims;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Supervision;

/// <summary>监听可见: what an agent may know of supervisors. By default everything; a city may hide those who only listen.</summary>
public static class SupervisionView
{
    /// <summary>The call as this user may see it.</summary>
    public static CallSnapshot For(this CallSnapshot call, ClaimsPrincipal user, TelephonyOptions options)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.IsInRole(TelephonyHttp.Supervisor) ? call : call.ForAgents(options);
    }

    /// <summary>The call as agents may see it.</summary>
    public static CallSnapshot ForAgents(this CallSnapshot call, TelephonyOptions options)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(options);
        return options.ShowListeningSupervisors || call.Supervisors.Count == 0
            ? call
            : call with { Supervisors = [.. call.Supervisors.Where(s => s.Mode != SupervisionMode.Listen)] };
    }

    /// <summary>Whether this user may see the event.</summary>
    public static bool ShownTo(this CallEvent what, ClaimsPrincipal user, TelephonyOptions options)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.IsInRole(TelephonyHttp.Supervisor) || what.ShownToAgents(options);
    }

    /// <summary>Whether agents may see this event.</summary>
    public static bool ShownToAgents(this CallEvent what, TelephonyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.ShowListeningSupervisors || what is not (CallEvent.Supervised { Mode: SupervisionMode.Listen } or CallEvent.SupervisionEnded { Mode: SupervisionMode.Listen });
    }
}
