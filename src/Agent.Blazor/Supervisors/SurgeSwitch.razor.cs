using Hotline.Agent.Blazor.Accounts;
using Hotline.Telephony.Surges;
using Hotline.Tickets;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Hotline.Agent.Blazor.Supervisors;

/// <summary>开启、关闭播报: what callers hear, on which lines, until when, and the event's ticket, which must exist.</summary>
public sealed partial class SurgeSwitch(SurgeOffice office, TicketFile tickets, TimeProvider clock) : ComponentBase
{
    private const int LongestFile = 4 << 20; // 30 s of stereo PCM at 16 kHz are half of it

    private string _text = "";
    private string _ticket = "";
    private string _lines = "";
    private int _hours = 2;
    private int _form;
    private IBrowserFile? _file;
    private string? _refusal;

    [Parameter, EditorRequired] public required SignedInUser By { get; set; }

    private IReadOnlyList<string> Lines => _lines.Split([' ', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries);

    private Task AddAsync() => TryAsync(async () =>
    {
        if (!TicketNumber.TryParse(_ticket.Trim(), out var number, out _) || await tickets.FindAsync(number, CancellationToken.None) is null) _refusal = S["surge.no-such-ticket"];
        else if (!Lines.All(Surge.IsLine)) _refusal = S["surge.bad-lines"];
        else await BeginAsync(number);
    });

    private async Task BeginAsync(TicketNumber ticket)
    {
        var now = clock.GetUtcNow();
        var surge = new Surge(Guid.CreateVersion7(), [.. Lines.Distinct(StringComparer.Ordinal)], _text.Trim(), "surge", ticket.ToString(), now, now.AddHours(Math.Clamp(_hours, 1, 72)), By.Account, By.Name);
        await office.AddAsync(_file is { } file ? surge.WithRecording(await ReadAsync(file)) : surge, CancellationToken.None);
        (_text, _ticket, _lines, _file) = ("", "", "", null);
        _form++; // an empty form, its file chooser too
    }

    private static async Task<byte[]> ReadAsync(IBrowserFile file)
    {
        if (file.Size > LongestFile) throw new InvalidDataException("The recording is too large.");
        using var wav = new MemoryStream();
        await using var stream = file.OpenReadStream(LongestFile);
        await stream.CopyToAsync(wav);
        return wav.ToArray();
    }

    private async Task TryAsync(Func<Task> deed)
    {
        try
        {
            _refusal = null;
            await deed();
        }
        catch (InvalidDataException)
        {
            _refusal = S["surge.bad-recording"];
        }
        catch (Npgsql.NpgsqlException)
        {
            _refusal = S["surge.failed"];
        }
    }
}
