using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>A member of staff's account 账号. The name is the work number 工号; a department's clerk 承办员 signs in as the department.</summary>
/// <param name="Department">Code of the department; only with the role "department".</param>
/// <param name="Stamp">Changes with password, role or department; a cookie with another stamp is worth nothing.</param>
public sealed record Account(string Name, string DisplayName, string Role, string? Department, Guid Stamp)
{
    internal const string DepartmentClaim = "department";
    internal const string StampClaim = "stamp";

    /// <summary>The password was given by an administrator: another one has to be chosen before anything else.</summary>
    internal bool MustChange { get; init; }

    /// <summary>What the sign-in cookie carries.</summary>
    internal ClaimsPrincipal ToPrincipal()
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, Name),
            new(ClaimTypes.Name, DisplayName),
            new(ClaimTypes.Role, Role),
            new(StampClaim, Stamp.ToString()),
        ];
        if (Department is not null) claims.Add(new(DepartmentClaim, Department));
        return new(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
    }
}
