using System.Globalization;

namespace Hotline.Journeys.Interop;

/// <summary>sipp's own stack, with scenarios of ours, against the running program; voice is asserted in the call's recording.</summary>
[Collection(nameof(InteropDay))]
public sealed class SippTests(InteropHost host)
{
    private static int _callers;

    [Theory]
    [InlineData("normal", "u1")]
    [InlineData("normal", "t1")]
    [InlineData("offerless", "u1")]
    [InlineData("offerless", "t1")]
    [InlineData("hold", "u1")]
    [InlineData("hold", "t1")]
    [InlineData("digits", "u1")]
    [InlineData("digits", "t1")]
    [InlineData("reliable", "u1")]
    [InlineData("reliable", "t1")]
    [InlineData("refresh", "u1")]
    [InlineData("refresh", "t1")]
    public async Task A_call_goes_as_the_scenario_says_and_its_voice_arrives(string scenario, string transport)
    {
        Program.NeedsOf("sipp", "sip-tester");
        var caller = NewCaller();
        await RunAsync(scenario, transport, caller, scenario == "reliable" ? "2000" : "12345");
        var call = await host.CallFromAsync(caller);
        Assert.True((await host.LoudnessAsync(call)).Citizen > 1000, "The voice did not arrive.");
        Assert.Equal(scenario == "digits" ? "42" : "", (string?)call["digits"]);
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task Who_gives_up_while_it_rings_is_released_at_once(string transport)
    {
        Program.NeedsOf("sipp", "sip-tester");
        var caller = NewCaller();
        await RunAsync("cancel", transport, caller, "2000");
        var call = await host.CallFromAsync(caller, recorded: false);
        Assert.Null(call["answeredAt"]);
        Assert.Null(call["recording"]);
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task An_agents_phone_registers_by_digest(string transport)
    {
        Program.NeedsOf("sipp", "sip-tester");
        await RunAsync("register", transport, "1004", "1004");
    }

    private static string NewCaller() => string.Create(CultureInfo.InvariantCulture, $"1380009{Interlocked.Increment(ref _callers):D4}");

    private async Task RunAsync(string scenario, string transport, string caller, string called)
    {
        var folder = Directory.CreateTempSubdirectory("hotline-sipp-").FullName;
        var source = Path.Combine(Checkout.Root, "tests", "Journeys", "Interop", "scenarios", scenario + ".xml");
        await File.WriteAllTextAsync(Path.Combine(folder, "scenario.xml"), (await File.ReadAllTextAsync(source)).Replace("CALLER", caller, StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(folder, "voice.alaw"), Voice());
        string[] arguments =
        [
            "-sf", "scenario.xml", $"127.0.0.1:{host.SipPort}", "-i", "127.0.0.1", "-p", $"{FreePorts.Next()}", "-mi", "127.0.0.1", "-s", called, "-t", transport, "-m", "1", "-nostdin",
            "-timeout", "40s", "-timeout_error", "-recv_timeout", "15000", "-au", caller, "-ap", InteropHost.PhonePassword, "-trace_err", "-error_file", "errors",
        ];
        await using var sipp = new Program("sipp", arguments, folder);
        var code = await sipp.EndAsync(TimeSpan.FromSeconds(60));
        var errors = Path.Combine(folder, "errors");
        Assert.True(code == 0, $"sipp ended with {code}: {(File.Exists(errors) ? await File.ReadAllTextAsync(errors) : sipp.Output)}");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ten seconds of a square wave in A-law, about -12 dB.</summary>
    private static byte[] Voice() => [.. Enumerable.Range(0, 80_000).Select(i => (byte)(i / 8 % 2 == 0 ? 0xA5 : 0x25))];
}
