using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Agent.Blazor.Sheets;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.City.Versions;

namespace Hotline.Agent.Blazor.Administration.Exports;

/// <summary>One request for a table as a file.</summary>
internal sealed record Export(HttpContext Http, string Table, string Format)
{
    internal T Of<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    internal CancellationToken Ct => Http.RequestAborted;

    internal string? Query(string name) => Http.Request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <param name="columns">Codes (their headings are col.CODE of AdminText) and values.</param>
    internal IResult Give<T>(IEnumerable<T> rows, params (string Code, Func<T, object?> Value)[] columns) => Give(rows.ToAsyncEnumerable(), columns);

    internal IResult Give<T>(IAsyncEnumerable<T> rows, params (string Code, Func<T, object?> Value)[] columns) =>
        SheetAnswer.Of(Http, Format, new Sheet<T>(Table, [.. columns.Select(c => new SheetColumn<T>(TableImport.HeadingOf(c.Code), c.Value))]), rows);
}

/// <summary>/administration/export/TABLE.csv and .xlsx; who took what is written to the log before it is given.</summary>
internal static class ExportEndpoints
{
    internal static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/administration/export/{table}.{format:regex(^(csv|xlsx)$)}", GiveAsync).RequireAuthorization(p => p.RequireRole(AdminMenu.Watchers.Split(','))).ExcludeFromDescription();
        app.MapGet("/administration/export/profile-{id:int}.json", ProfileAsync).RequireAuthorization(p => p.RequireRole(AdminMenu.Readers.Split(','))).ExcludeFromDescription();
    }

    private static async Task<IResult> GiveAsync(string table, string format, HttpContext http, AdminLog log, CancellationToken ct)
    {
        var user = SignedInUser.From(http.User)!;
        if (!ExportTables.All.TryGetValue(table, out var found)) return TypedResults.NotFound();
        if (!found.Roles.Split(',').Contains(user.Role, StringComparer.Ordinal)) return TypedResults.Forbid();
        await log.WriteAsync("export", "taken", $"{table}.{format}", http.Request.QueryString.Value is { Length: > 0 and < 200 } query ? query : null, user.ToActor(), ct);
        return await found.Give(new Export(http, table, format));
    }

    private static async Task<IResult> ProfileAsync(int id, ProfileOffice office, HttpContext http, AdminLog log, CancellationToken ct)
    {
        if (await office.ReadAsync(id, ct) is not { } profile) return TypedResults.NotFound();
        await log.WriteAsync("export", "taken", $"profile-{id}.json", null, SignedInUser.From(http.User)!.ToActor(), ct);
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(ProfileOffice.Text(profile)), "application/json", $"profile-{profile.RulesVersion}.json");
    }
}
