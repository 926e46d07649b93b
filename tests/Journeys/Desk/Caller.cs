namespace Hotline.Journeys.Desk;

/// <summary>A citizen on the line, who talks as a sample does and then is silent, until one of the two sides hangs up.</summary>
internal sealed class Caller : IDisposable
{
    private readonly CancellationTokenSource _talking = new();
    private readonly CancellationToken _patience;

    private Caller(CitizenPhone phone, string wav, CancellationToken ct)
    {
        (Phone, _patience) = (phone, ct);
        Over = phone.TalkAsync(wav, _talking.Token);
    }

    internal CitizenPhone Phone { get; }

    /// <summary>Ends when the hotline has hung up.</summary>
    internal Task Over { get; }

    /// <summary>Returns once the hotline has answered.</summary>
    internal static async Task<Caller> CallAsync(HotlineHost host, string number, string line = "12345", string? wav = null)
    {
        var ct = TestContext.Current.CancellationToken;
        var phone = new CitizenPhone(host.SipPort, number, line);
        await phone.CallAsync(ct);
        return new(phone, wav ?? Checkout.Samples("calls", "water-outage.citizen.wav"), ct);
    }

    /// <summary>Returns once about half of a prompt was heard; the citizen may press a key into it.</summary>
    internal Task HearsAsync(string prompt) => HearsFileAsync(Checkout.Samples("prompts", prompt + ".wav"));

    internal async Task HearsFileAsync(string wav)
    {
        for (var left = 600; !Phone.HasHeard(wav, 0.5); left--)
        {
            Assert.True(left > 0, $"{Path.GetFileName(wav)} was never heard.");
            Assert.False(Over.IsCompleted, $"The hotline hung up before {Path.GetFileName(wav)} was heard.");
            await Task.Delay(100, _patience);
        }
    }

    internal async Task HangUpAsync()
    {
        await Phone.HangUpAsync();
        await _talking.CancelAsync();
        await Over;
    }

    public void Dispose()
    {
        _talking.Cancel();
        _talking.Dispose();
        Phone.Dispose();
    }
}
