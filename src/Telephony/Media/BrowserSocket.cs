using System.Net.WebSockets;

namespace Hotline.Telephony.Media;

/// <summary>One connection of a browser leg: two loops between its socket and the leg's rings.</summary>
internal sealed class BrowserSocket(WebSocket socket, FrameRing fromBrowser, FrameRing toBrowser)
{
    // 200 ms behind live is dropped down to 40
    private const int TooManyFrames = 10;
    private const int FramesKept = 2;
    private static readonly TimeSpan PatienceToClose = TimeSpan.FromSeconds(2);

    private readonly AsyncSignal _frameWaits = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    internal void Wake() => _frameWaits.Set();

    internal Task StopAsync()
    {
        Stop();
        return _ended.Task;
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        await using var stop = ct.UnsafeRegister(static self => ((BrowserSocket)self!).Stop(), this);
        using var impatience = new CancellationTokenSource();
        var receiving = ReceiveAsync(impatience.Token);
        try
        {
            await SendAsync();
            impatience.CancelAfter(PatienceToClose);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, impatience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // the browser is gone; the page connects again
            await impatience.CancelAsync();
        }

        await receiving;
        _ended.SetResult();
    }

    internal void Stop()
    {
        _stopping = true;
        _frameWaits.Set();
    }

    private async Task SendAsync()
    {
        var message = new byte[BrowserLeg.MessageLength];
        toBrowser.Skip(toNewest: 0);
        while (!_stopping)
        {
            if (toBrowser.Count > TooManyFrames) toBrowser.Skip(FramesKept);
            if (toBrowser.TryTake(message)) await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            else await _frameWaits.WaitAsync();
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var message = new byte[BrowserLeg.MessageLength + 1];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(message.AsMemory(length), ct);
                if (received.MessageType == WebSocketMessageType.Close) break;
                // a message that does not fit is none of ours: its pieces are read over until it ends
                length = Math.Min(length + received.Count, BrowserLeg.MessageLength);
                if (!received.EndOfMessage) continue;
                if (length == BrowserLeg.MessageLength) fromBrowser.TryAdd(message.AsSpan(0, length));
                length = 0;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // as above
        }

        Stop();
    }
}
