using System.Net;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Telephony.Phones;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>
/// `demo`: plays the sample calls through real SIP and walks their tickets to the end through the API. Nothing is printed that
/// was not read back from the running system.
/// </summary>
internal static class DemoCommand
{
    private static readonly string[] Played = ["night-construction", "social-security-card", "robbery"];

    internal static async Task<int> RunAsync(string[] words)
    {
        var options = new Options(words, "json", "url", "sip-port", "police-port", "calls", "own-host");
        var steps = new Steps(options.Has("json"), Console.Out);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };

        var chosen = options["calls"]?.Split(',') ?? Played;
        var calls = SampleCall.ReadAll("samples/calls").Where(c => chosen.Contains(c.Id)).ToList();
        if (calls.Count < chosen.Length) throw new UsageException("--calls names one that is not in samples/calls/calls.json");

        var running = new Uri(options["url"] ?? "http://127.0.0.1:8080");
        if (!options.Has("own-host") && (options["url"] is not null || await IsHotlineAsync(running, stop.Token)))
        {
            return await PlayAsync(running, options.Port("sip-port") ?? 5060, options.Port("police-port") ?? 5110, calls, steps, stop.Token);
        }

        await using var host = await ChildHost.StartAsync(stop.Token);
        steps.Write("host-started", true, ("web", host.Web.ToString()), ("sip", host.SipPort));
        return await PlayAsync(host.Web, host.SipPort, host.PolicePort, calls, steps, stop.Token);
    }

    private static async Task<int> PlayAsync(Uri web, int sip, int police, List<SampleCall> calls, Steps steps, CancellationToken ct)
    {
        var tally = new Tally();
        try
        {
            await using var phone = await CitizenPhone.StartAsync(new PhoneOptions(), TimeProvider.System, NullLoggerFactory.Instance, ct);
            await using var policeDesk = await PoliceDesk.StartAsync(new PhoneOptions { SipPort = police, FirstRtpPort = 19000, LastRtpPort = 19098 }, TimeProvider.System, NullLoggerFactory.Instance, ct);
            using var agent = await Desk.SignInAsync(web, "1001", SampleAccounts.Password, ct);
            var hotline = new IPEndPoint(IPAddress.Loopback, sip);
            foreach (var call in calls)
            {
                var stage = new Stage(web, hotline, phone, policeDesk, agent, steps, tally);
                await Scene.PlayAsync(stage, call, ct);
            }
        }
        catch (Exception e) when (e is UnexpectedAnswerException or InvalidOperationException or HttpRequestException or CallRefusedException or TimeoutException)
        {
            steps.Write("failed", false, ("why", e.Message));
        }

        var whole = tally.Calls == calls.Count && steps.AllHeld;
        steps.Write("summary", whole, ("calls", tally.Calls), ("tickets", tally.Tickets), ("closed", tally.Closed), ("transferred110", tally.Transferred110));
        return whole ? 0 : 1;
    }

    private static async Task<bool> IsHotlineAsync(Uri web, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = web, Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(ct)).Contains("\"sip\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>Who and what a scene is played with.</summary>
internal sealed record Stage(Uri Web, IPEndPoint Hotline, CitizenPhone Phone, PoliceDesk Police, Desk Agent, Steps Steps, Tally Tally);

/// <summary>What was reached, for the summary.</summary>
internal sealed class Tally
{
    internal int Calls { get; set; }

    internal int Tickets { get; set; }

    internal int Closed { get; set; }

    internal int Transferred110 { get; set; }
}
