namespace Hotline.Agent.Blazor.Departments;

/// <summary>承办工作台: what its pages need of the host.</summary>
internal static class DepartmentsModule
{
    internal static void AddDepartmentPages(this IServiceCollection services) => services.AddScoped<ReplyDrafts>();
}
