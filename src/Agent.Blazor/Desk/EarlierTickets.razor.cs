using Hotline.Tickets;
using Hotline.Tickets.Requesters;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>The screen pop 来电弹屏: what this number asked before. Read once per call, when the agent has answered.</summary>
public sealed partial class EarlierTickets(RequesterHistory history, ILogger<EarlierTickets> log) : ComponentBase
{
    private IReadOnlyList<HistoryLine> _lines = [];
    private (string?, int)? _read;
    private bool _away;

    /// <summary>The caller's number; null without one.</summary>
    [Parameter]
    public string? Number { get; set; }

    /// <summary>Grows when there may be more to read: another draft, another ticket.</summary>
    [Parameter]
    public int Version { get; set; }

    [Parameter, EditorRequired]
    public required Actor By { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_read == (Number, Version) || !RendererInfo.IsInteractive) return;
        _read = (Number, Version);
        _lines = Number is null ? [] : await ReadAsync(Number);
    }

    private async Task<IReadOnlyList<HistoryLine>> ReadAsync(string number)
    {
        try
        {
            _away = false;
            return await history.ReadAsync(number, By, CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException e)
        {
            _away = true; // the call goes on without
            NotRead(log, e);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Earlier tickets could not be read.")]
    private static partial void NotRead(ILogger log, Exception e);
}
