using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Hotline.Agent.Blazor.Administration.Units;

/// <summary>Who may come to an address, as the program itself enforces it.</summary>
/// <param name="Roles">Empty: whoever is signed in.</param>
/// <param name="Anybody">Without signing in.</param>
public sealed record EndpointRule(string Method, string Path, IReadOnlyList<string> Roles, bool Anybody);

/// <summary>权限一览, read from the endpoints that run and not from a list beside them.</summary>
public sealed class EndpointRoles(EndpointDataSource endpoints)
{
    /// <summary>By address.</summary>
    public IReadOnlyList<EndpointRule> All =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText is { } path && !path.StartsWith('_') && !Path.HasExtension(path))
            .SelectMany(Rules).DistinctBy(r => (r.Method, r.Path)).OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];

    private static IEnumerable<EndpointRule> Rules(RouteEndpoint endpoint)
    {
        var (data, policies) = (endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        var asked = data.Select(d => d.Roles).OfType<string>().Select(r => r.Split(','))
            .Concat(policies.SelectMany(p => p.Requirements).OfType<RolesAuthorizationRequirement>().Select(r => r.AllowedRoles.ToArray())).ToList();
        var roles = asked.Count == 0 ? [] : asked.Aggregate((a, b) => [.. a.Intersect(b)]);
        var anybody = (data.Count == 0 && policies.Count == 0) || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        return (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => new EndpointRule(m, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), [.. roles.Order(StringComparer.Ordinal)], anybody));
    }
}
