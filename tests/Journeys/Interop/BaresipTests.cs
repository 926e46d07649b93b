namespace Hotline.Journeys.Interop;

/// <summary>baresip's stack and media against the running program: what it says is in the recording, what it hears is in the file it writes.</summary>
[Collection(nameof(InteropDay))]
public sealed class BaresipTests(InteropHost host)
{
    private const string Modules = "/usr/lib/baresip/modules";

    [Theory]
    [InlineData("PCMA/8000/1", "udp", "", "13800098001")]
    [InlineData("PCMU/8000/1", "tcp", "", "13800098002")]
    [InlineData("G722/16000/1", "udp", "", "13800098003")]
    [InlineData("PCMA/8000/1", "udp", ";mediaenc=srtp-mand", "13800098004")]
    [InlineData("PCMA/8000/1", "tls", ";mediaenc=srtp-mand", "13800098005")]
    public async Task A_caller_with_baresip_is_heard_and_hears(string codec, string transport, string encryption, string caller)
    {
        Program.NeedsOf("baresip", "baresip-core");
        Assert.SkipUnless(Installed("sndfile.so", "g722.so", "srtp.so", "aufile.so"), "baresip lacks sndfile, g722, srtp or aufile: apt-get install baresip-core");
        var folder = Directory.CreateTempSubdirectory("hotline-baresip-").FullName;
        var port = transport == "tls" ? host.TlsPort : host.SipPort;
        WavTone.Write(Path.Combine(folder, "voice.wav"), codec.StartsWith("G722", StringComparison.Ordinal) ? 16_000 : 8000);
        await ConfigureAsync(folder, $"<sip:{caller}@127.0.0.1:{port};transport={transport}>;regint=0;audio_codecs={codec}{encryption}");
        await using (var phone = new Program("baresip", ["-4", "-f", folder, "-e", $"d sip:12345@127.0.0.1:{port};transport={transport}"], folder))
        {
            await phone.UntilAsync("Call established");
            await Task.Delay(3000, TestContext.Current.CancellationToken);
            await phone.SayAsync("b");
            var call = await host.CallFromAsync(caller);
            Assert.True((await host.LoudnessAsync(call)).Citizen > 500, $"The hotline heard nothing:\n{phone.Output}");
        }

        Assert.True(Directory.GetFiles(folder, "*-dec.wav").Select(WavTone.Loud).DefaultIfEmpty().Max() > 100, "The caller heard nothing.");
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("udp", "", "13800098011")]
    [InlineData("tcp", "", "13800098012")]
    [InlineData("tls", ";mediaenc=srtp", "13800098013")]
    public async Task An_agents_baresip_registers_by_digest_answers_and_both_hear_each_other(string transport, string encryption, string caller)
    {
        Program.NeedsOf("baresip", "baresip-core");
        Assert.SkipUnless(Installed("sndfile.so", "srtp.so", "aufile.so"), "baresip lacks sndfile, srtp or aufile: apt-get install baresip-core");
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("hotline-baresip-").FullName;
        var port = transport == "tls" ? host.TlsPort : host.SipPort;
        WavTone.Write(Path.Combine(folder, "voice.wav"), 8000);
        await ConfigureAsync(folder, $"<sip:1002@127.0.0.1:{port};transport={transport}>;auth_user=1002;auth_pass={InteropHost.PhonePassword};regint=300;answermode=auto;audio_codecs=PCMA/8000/1{encryption}");
        using var agent = await host.ClientAsync("1002");
        await using (var phone = new Program("baresip", ["-4", "-f", folder], folder))
        {
            await phone.UntilAsync("200 OK");
            await agent.PostAsync("seat/ready", new { });
            using var citizen = new CitizenPhone(host.SipPort, caller);
            using var talking = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await citizen.CallAsync(ct);
            var talk = citizen.TalkAsync(Checkout.Samples("calls", "robbery.citizen.wav"), talking.Token);
            await phone.UntilAsync("Call established");
            await Task.Delay(3000, ct);
            await citizen.HangUpAsync();
            await talking.CancelAsync();
            await talk;
            var (said, answered) = await host.LoudnessAsync(await host.CallFromAsync(caller));
            Assert.True(said > 100 && answered > 1000, $"Citizen {said:0}, agent {answered:0}:\n{phone.Output}");
        }

        await agent.PostAsync("seat/not-ready", new { reason = "小休" });
        Assert.True(Directory.GetFiles(folder, "*-dec.wav").Select(WavTone.Loud).DefaultIfEmpty().Max() > 100, "The agent heard nothing.");
        Directory.Delete(folder, recursive: true);
    }

    private static bool Installed(params string[] modules) => modules.All(m => File.Exists(Path.Combine(Modules, m)));

    // its audio stays away from every hotline's own RTP ports
    private static async Task ConfigureAsync(string folder, string account)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts"), account + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), $"""
            poll_method epoll
            sip_listen 127.0.0.1:{FreePorts.Next()}
            sip_verify_server no
            rtp_ports 19500-19999
            audio_source aufile,{folder}/voice.wav
            audio_player aubridge,nil
            audio_alert aubridge,nil
            audio_channels 1
            jitter_buffer_delay 5-10
            net_interface 127.0.0.1
            module_path {Modules}
            module stdio.so
            module g711.so
            module g722.so
            module srtp.so
            module aufile.so
            module aubridge.so
            module sndfile.so
            snd_path {folder}
            module_tmp account.so
            module_app menu.so

            """);
    }
}
