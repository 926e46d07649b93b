using System.Security.Claims;
using Hotline.Tickets;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The person at this browser.</summary>
/// <param name="Account">Work number 工号, or the department's code.</param>
/// <param name="Department">Only for the role department.</param>
public sealed record SignedInUser(string Account, string Name, string Role, string? Department)
{
    /// <summary>The same person as tickets know them.</summary>
    /// <exception cref="InvalidOperationException">The role of the account is none.</exception>
    public Actor ToActor() => Terms.TryFromCode<Role>(Role, out var role)
        ? new(Account, Name, role, Department is null ? null : new DepartmentId(Department))
        : throw new InvalidOperationException($"Account {Account} has the role \"{Role}\", which does not exist.");

    /// <summary>Null where nobody is signed in.</summary>
    public static SignedInUser? From(ClaimsPrincipal? user) =>
        user?.Identity is { IsAuthenticated: true } && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } account
            ? new(account, user.FindFirstValue(ClaimTypes.Name) ?? account, user.FindFirstValue(ClaimTypes.Role) ?? "", user.FindFirstValue(Blazor.Accounts.Account.DepartmentClaim))
            : null;
}
