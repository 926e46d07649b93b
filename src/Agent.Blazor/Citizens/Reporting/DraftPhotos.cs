using Hotline.Tickets.Citizens;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>A photo of an unfinished report, for the one whose browser it came from.</summary>
internal static class DraftPhotos
{
    internal static void MapDraftPhotos(this IEndpointRouteBuilder app) => app.MapGet("/report/photos/{id:guid}", async (Guid id, HttpContext http, ReportFlow flow) =>
    {
        ReportFlow.Private(http);
        return await flow.FindAsync(http) is { } open && await flow.Drafts.BytesAsync(open.Token, id, http.RequestAborted) is { } bytes && TypeOf(bytes) is { } type ? Results.Bytes(bytes, type) : Results.NotFound();
    }).ExcludeFromDescription();

    /// <summary>Only pictures are shown; what else was kept is not opened here.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
