using System.Security.Claims;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The person at this browser.</summary>
/// <param name="Account">Work number 工号, or the department's code.</param>
/// <param name="Department">Only for the role department.</param>
public sealed record SignedInUser(string Account, string Name, string Role, string? Department)
{
    /// <summary>Null where nobody is signed in.</summary>
    public static SignedInUser? From(ClaimsPrincipal? user) =>
        user?.Identity is { IsAuthenticated: true } && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } account
            ? new(account, user.FindFirstValue(ClaimTypes.Name) ?? account, user.FindFirstValue(ClaimTypes.Role) ?? "", user.FindFirstValue(Blazor.Accounts.Account.DepartmentClaim))
            : null;
}
