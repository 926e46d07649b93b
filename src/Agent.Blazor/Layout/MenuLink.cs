using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Hotline.Agent.Blazor.Layout;

/// <summary>A link of the menu; it marks its place on pages below another address that belong to it, too.</summary>
public sealed class MenuLink : NavLink
{
    /// <summary>Such as /accounts, which is a page of /administration.</summary>
    [Parameter] public string? Also { get; set; }

    protected override bool ShouldMatch(string uriAbsolute) =>
        base.ShouldMatch(uriAbsolute) || (Also is not null && new Uri(uriAbsolute).AbsolutePath is var path && (path == Also || path.StartsWith(Also + "/", StringComparison.Ordinal)));
}
