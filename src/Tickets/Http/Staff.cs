using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace Hotline.Tickets.Http;

/// <summary>Who may come to an endpoint, as policies of <see cref="Role"/>.</summary>
internal static class Staff
{
    /// <summary>Everybody who works here: no citizen, no clock.</summary>
    internal static void Any(AuthorizationPolicyBuilder policy) => policy.RequireRole(Enum.GetValues<Role>().Except([Role.Citizen, Role.System]).Select(r => r.Code()));

    internal static void Administrators(AuthorizationPolicyBuilder policy) => policy.RequireRole(Role.Administrator.Code());

    internal static Action<AuthorizationPolicyBuilder> Of(params Role[] roles) => policy => policy.RequireRole(roles.Select(r => r.Code()));
}

/// <summary>A moment in an address.</summary>
internal static class When
{
    /// <summary>Now where nothing is said.</summary>
    internal static DateTimeOffset Read(string? text, TimeProvider clock, FieldErrors errors, string field = "at")
    {
        if (string.IsNullOrEmpty(text)) return clock.Now();
        var good = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        errors.Check(field, good, "时间应为 ISO 8601，如 2026-11-09T09:30:00+08:00");
        return at.ToUniversalTime();
    }
}
