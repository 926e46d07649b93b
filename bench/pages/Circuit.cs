using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hotline.Bench;

/// <summary>
/// A staff member's open page as the browser keeps it: a Blazor circuit over a WebSocket. Drawings are acknowledged and not looked at;
/// what the server asks of the browser is answered with nothing.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly string _base;
    private Task _receiving = Task.CompletedTask;
    private long _drawn;
    private long _othersAt;
    private bool _toldOfOthers;
    private int _objects;
    private string? _broken;

    private Circuit(int port) => _base = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");

    /// <param name="page">The prerendered page, which names its components.</param>
    internal static async Task<Circuit> OpenAsync(int port, string cookie, string address, string page, CancellationToken ct)
    {
        var circuit = new Circuit(port);
        circuit._socket.Options.SetRequestHeader("Cookie", cookie);
        await circuit._socket.ConnectAsync(new Uri(circuit._base.Replace("http:", "ws:", StringComparison.Ordinal) + "_blazor"), ct);
        await circuit._socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, ct);
        await circuit._socket.ReceiveAsync(new byte[64], ct);
        circuit._receiving = circuit.ReceiveAsync(circuit._end.Token);
        await circuit.SendAsync(BlazorPack.Call("1", "StartCircuit", circuit._base, circuit._base + address.TrimStart('/'), "[]", ""));
        var markers = Marker().Matches(page).Select(m => m.Groups["marker"].Value).Where(m => m.Contains("\"descriptor\"", StringComparison.Ordinal)).ToList();
        var operations = string.Join(',', markers.Select((m, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{m}}}"""));
        await circuit.SendAsync(BlazorPack.Call(null, "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{operations}}]}""", State().Match(page).Groups["state"].Value));
        await circuit.StandsAsync(Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(400));
        return circuit;
    }

    /// <summary>Goes to another page inside the circuit.</summary>
    /// <param name="still">How long nothing is drawn once the page is complete.</param>
    /// <returns>Milliseconds until the last drawing before that.</returns>
    internal async Task<double> GoAsync(string address, TimeSpan still)
    {
        var began = Stopwatch.GetTimestamp();
        _toldOfOthers = false;
        await SendAsync(BlazorPack.Call(null, "OnLocationChanged", _base + address.TrimStart('/'), null, true));
        return await StandsAsync(began, still);
    }

    private async Task<double> StandsAsync(long began, TimeSpan still)
    {
        while (true)
        {
            await Task.Delay(20, _end.Token);
            if (_broken is { } why) throw new InvalidOperationException($"The circuit broke: {why}");
            var drawn = Volatile.Read(ref _drawn);
            if (drawn > began && Stopwatch.GetElapsedTime(drawn) > still) return Stopwatch.GetElapsedTime(began, drawn).TotalMilliseconds;
            if (Stopwatch.GetElapsedTime(began) > Patience) return drawn > began ? Patience.TotalMilliseconds : throw new InvalidOperationException("Nothing was drawn.");
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var (buffer, length) = (new byte[1 << 16], 0);
        try
        {
            while (true)
            {
                if (length == buffer.Length) Array.Resize(ref buffer, length * 2);
                var got = await _socket.ReceiveAsync(buffer.AsMemory(length), ct);
                if (got.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed by the host");
                length += got.Count;
                var taken = 0;
                while (BlazorPack.Read(buffer.AsSpan(taken, length - taken)) is var (message, bytes))
                {
                    taken += bytes;
                    await HandleAsync(message);
                }

                buffer.AsSpan(taken, length - taken).CopyTo(buffer);
                length -= taken;
            }
        }
        catch (OperationCanceledException) { /* we leave */ }
        catch (Exception e) { _broken ??= e.Message; }
    }

    private async Task HandleAsync(object?[] message)
    {
        switch (message[0])
        {
            case 6L: await SendAsync(BlazorPack.Ping); break;
            case 7L: _broken = $"closed: {message[1]}"; break;
            case 1L when message is [_, _, _, string target, object?[] arguments, ..]: await AnswerAsync(target, arguments); break;
            default: break;
        }
    }

    /// <summary>
    /// Where a ticket has stood open for a moment, a drawing that says who else has it open is the doing of somebody else who came or went,
    /// and so is what is drawn with it: the page was complete before.
    /// </summary>
    private void Drawn(bool tellsOfOthers)
    {
        var now = Stopwatch.GetTimestamp();
        var again = tellsOfOthers && _toldOfOthers;
        _toldOfOthers |= tellsOfOthers;
        if (again && Stopwatch.GetElapsedTime(_drawn, now) > Moment) _othersAt = now;
        else if (Stopwatch.GetElapsedTime(_othersAt, now) > Moment) Volatile.Write(ref _drawn, now);
    }

    private async Task AnswerAsync(string target, object?[] arguments)
    {
        switch (target)
        {
            case "JS.RenderBatch":
                Drawn(tellsOfOthers: arguments[1] is true);
                await SendAsync(BlazorPack.Call(null, "OnRenderCompleted", (long)arguments[0]!, null));
                break;
            case "JS.BeginInvokeJS" when arguments[0] is long handle and > 0:
                var value = arguments[3] is 1L ? $$"""{"__jsObjectId":{{Interlocked.Increment(ref _objects)}}}""" : "null";
                await SendAsync(BlazorPack.Call(null, "EndInvokeJSFromDotNet", handle, true, $"[{handle},true,{value}]"));
                break;
            case "JS.Error":
                _broken = JsonSerializer.Serialize(arguments);
                break;
            default: break;
        }
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync(_end.Token);
        try { await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _end.Token); }
        finally { _sending.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
        _end.Dispose();
    }

    [GeneratedRegex("<!--Blazor:(?<marker>\\{.*?\\})-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex State();
}
