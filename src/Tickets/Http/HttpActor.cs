using System.Security.Claims;

namespace Hotline.Tickets.Http;

/// <summary>Who is signed in, as the ticket module knows people.</summary>
public static class HttpActor
{
    public const string DepartmentClaim = "department";

    /// <summary>The actor of a signed-in user; null for anybody else.</summary>
    public static Actor? ToActor(this ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && Terms.TryFromCode<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(id, user.FindFirstValue(ClaimTypes.Name) ?? id, role, user.FindFirstValue(DepartmentClaim) is { Length: > 0 } code ? new(code) : null)
            : null;

    /// <summary>The claims <see cref="ToActor"/> reads.</summary>
    public static IEnumerable<Claim> ToClaims(this Actor actor) =>
    [
        new(ClaimTypes.NameIdentifier, actor.Id), new(ClaimTypes.Name, actor.Name), new(ClaimTypes.Role, actor.Role.Code()),
        .. actor.Department is { } department ? [new Claim(DepartmentClaim, department.Code)] : Array.Empty<Claim>(),
    ];

    /// <summary>The actor of an endpoint that requires a role.</summary>
    internal static Actor Signed(this ClaimsPrincipal user) => user.ToActor() ?? throw new UnauthorizedAccessException("The signed-in user has no role of the ticket module.");
}
