using Hotline.Agent.Blazor.Administration.Exports;
using Hotline.Agent.Blazor.Administration.Overview;
using Hotline.Agent.Blazor.Administration.Units;

namespace Hotline.Agent.Blazor.Administration;

/// <summary>系统管理: what its pages need beyond the rooms that own the data.</summary>
internal static class AdministrationModule
{
    internal static void AddAdministration(this IServiceCollection services) => services.AddSingleton<Attention>().AddSingleton<EndpointRoles>();

    internal static void MapAdministration(this IEndpointRouteBuilder app) => app.MapExports();
}
