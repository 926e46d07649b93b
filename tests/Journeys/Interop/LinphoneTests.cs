namespace Hotline.Journeys.Interop;

/// <summary>linphone's stack and media against the running program: what it says is in the recording, what it hears is in the file it writes.</summary>
[Collection(nameof(InteropDay))]
public sealed class LinphoneTests(InteropHost host)
{
    [Theory]
    [InlineData("udp", "13800096001")]
    [InlineData("tcp", "13800096002")]
    public async Task A_citizen_with_linphone_is_heard_and_hears(string transport, string caller)
    {
        Program.NeedsOf("linphonec", "linphone-cli");
        var folder = await FolderAsync(caller, transport, register: false);
        await using (var phone = Start(folder, answers: false))
        {
            await SoundAsync(phone);
            await phone.SayAsync($"call sip:12345@127.0.0.1:{host.SipPort};transport={transport}");
            await phone.UntilAsync("Media streams established");
            await HeardAsync(folder);
            await Task.Delay(2000, TestContext.Current.CancellationToken);
            await phone.SayAsync("terminate");
            var call = await host.CallFromAsync(caller);
            Assert.True((await host.LoudnessAsync(call)).Citizen > 500, $"The hotline heard nothing:\n{phone.Output}");
            await EndAsync(phone);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("udp", "13800096011")]
    [InlineData("tcp", "13800096012")]
    public async Task An_agents_linphone_registers_by_digest_answers_and_both_hear_each_other(string transport, string caller)
    {
        Program.NeedsOf("linphonec", "linphone-cli");
        var ct = TestContext.Current.CancellationToken;
        var folder = await FolderAsync("1002", transport, register: true);
        using var agent = await host.SignedInAsync("1002");
        await using (var phone = Start(folder, answers: true))
        {
            await RegisteredAsync(phone);
            await SoundAsync(phone);
            await agent.PostAsync("seat/ready", new { });
            using var citizen = new CitizenPhone(host.SipPort, caller);
            using var talking = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await citizen.CallAsync(ct);
            var talk = citizen.TalkAsync(Checkout.Samples("calls", "robbery.citizen.wav"), talking.Token);
            await phone.UntilAsync("Media streams established");
            await HeardAsync(folder);
            await Task.Delay(2000, ct);
            await citizen.HangUpAsync();
            await talking.CancelAsync();
            await talk;
            var (said, answered) = await host.LoudnessAsync(await host.CallFromAsync(caller));
            Assert.True(said > 100 && answered > 500, $"Citizen {said:0}, agent {answered:0}:\n{phone.Output}");
            await EndAsync(phone);
        }

        await agent.PostAsync("seat/not-ready", new { reason = "rest" });
        await agent.DeleteAsync("seat");
        Directory.Delete(folder, recursive: true);
    }

    private static Program Start(string folder, bool answers) => new("linphonec", ["-c", Path.Combine(folder, "linphonerc"), .. answers ? ["-a"] : Array.Empty<string>()], folder);

    /// <summary>Files take the place of a sound card.</summary>
    private static async Task SoundAsync(Program phone)
    {
        foreach (var line in new[] { "soundcard use files", "play voice.wav", "record heard.wav" }) await phone.SayAsync(line);
        await phone.UntilAsync("Using wav files");
    }

    private static async Task RegisteredAsync(Program phone)
    {
        for (var asked = 0; asked < 100 && !phone.Output.Contains("registered, identity=sip:1002", StringComparison.Ordinal); asked++)
        {
            await phone.SayAsync("status register");
            await Task.Delay(200);
        }

        await phone.UntilAsync("registered, identity=sip:1002");
    }

    /// <summary>Read while the call is on: what linphone plays to itself afterwards goes into the same file.</summary>
    private static async Task HeardAsync(string folder)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var file = Path.Combine(folder, "heard.wav");
        while (!File.Exists(file) || new FileInfo(file).Length < 1000 || WavTone.Loud(file) < 100) await Task.Delay(200, patience.Token);
    }

    private static async Task EndAsync(Program phone)
    {
        await phone.SayAsync("quit");
        Assert.Equal(0, await phone.EndAsync(TimeSpan.FromSeconds(20)));
    }

    // its audio stays away from every hotline's own RTP ports: it shares a port that is taken, and then hears nothing
    private async Task<string> FolderAsync(string user, string transport, bool register)
    {
        var folder = Directory.CreateTempSubdirectory("hotline-linphone-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, ".local", "share", "linphone"));
        WavTone.Write(Path.Combine(folder, "voice.wav"), 8000);
        var port = FreePorts.Next();
        await File.WriteAllTextAsync(Path.Combine(folder, "linphonerc"), $"""
            [sip]
            sip_port={port}
            sip_tcp_port={port}
            bind_address=127.0.0.1
            auto_net_state_mon=0
            register_only_when_network_is_up=0
            guess_hostname=0
            use_ipv6=0
            default_proxy=0
            [proxy_0]
            reg_proxy=<sip:127.0.0.1:{host.SipPort};transport={transport}>
            reg_identity=sip:{user}@127.0.0.1:{host.SipPort}
            reg_sendregister={(register ? 1 : 0)}
            reg_expires=300
            [auth_info_0]
            username={user}
            passwd={InteropHost.PhonePassword}
            [rtp]
            audio_rtp_port={19_000 + (FreePorts.Next() % 240 * 2)}
            [misc]
            tone_indications=0
            [video]
            enabled=0
            automatically_initiate=0
            automatically_accept=0

            """);
        return folder;
    }
}
