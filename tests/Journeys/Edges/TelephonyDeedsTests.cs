using System.Net;
using System.Text.Json.Nodes;
using Hotline.Journeys.Interop;
using Npgsql;

namespace Hotline.Journeys.Edges;

/// <summary>What the right role does at the telephony API, with real calls: queues and seats, calls we place, callbacks, announcements, the blacklist, what is kept of a call.</summary>
[Collection(nameof(InteropDay))]
public sealed class TelephonyDeedsTests(InteropHost host) : IAsyncLifetime
{
    private ApiClient _agent = null!, _supervisor = null!;

    public async ValueTask InitializeAsync()
    {
        (_agent, _supervisor) = (await host.SignedInAsync("1001"), await host.SignedInAsync("5001"));
        foreach (var owed in (await _agent.GetAsync("callbacks")).Body!.AsArray()) // of other stories' lost callers: an agent who is ready would be asked to call them
        {
            await _agent.PostAsync($"callbacks/{(string?)owed!["id"]}/take", new { });
            await _agent.PostAsync($"callbacks/{(string?)owed["id"]}/done", new { result = "已联系" });
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_supervisor_sees_the_queue_sets_skills_and_seats_and_reads_what_the_seats_did()
    {
        using var citizen = new CitizenPhone(host.SipPort, "13800097001");
        await citizen.CallAsync(Ct);
        var call = await CallInAsync("queued");
        var queue = (await _supervisor.GetAsync("queues")).Body![0]!;
        Assert.Equal(("main", 1), ((string?)queue["name"], (int)queue["waiting"]!));
        Assert.Equal(1, (int)(await _agent.GetAsync($"queues/places/{call}")).Body!["position"]!);

        await DoneAsync(_supervisor, "PUT", "agents/1001/skills", new Dictionary<string, int> { ["dialect:yue"] = 3, ["english"] = 0 });
        Assert.Equal("""{"dialect:yue":3}""", (await _supervisor.GetAsync("agents/1001/skills")).Body!.ToJsonString());
        Assert.Equal(3, (int)(await _supervisor.GetAsync("agents/skills")).Body!["1001"]!["dialect:yue"]!);

        Assert.Equal("rest", (string?)(await _agent.GetAsync("seat/reasons")).Body![0]!["code"]);
        Assert.Equal(HttpStatusCode.OK, (await _agent.PostAsync("seat/ready", new { })).Status);
        await SeatAsync("offered");
        var (status, busy) = await _agent.PostAsync("seat/not-ready", new { reason = "rest" });
        Assert.Equal((HttpStatusCode.Conflict, "seat-busy", "answer"), (status, (string?)busy!["code"], (string?)busy["allowed"]![0]));
        await DoneAsync(_agent, "POST", $"calls/{call}/answer");
        await DoneAsync(_supervisor, "POST", "seats/1001/rest", new { minutes = 5, reason = "连续接听" });
        Assert.Equal("hang-up", (string?)(await _agent.SendAsync("DELETE", "seat")).Body!["allowed"]![0]);
        await DoneAsync(_agent, "POST", $"calls/{call}/hang-up");
        await SeatAsync("wrapUp");
        await DoneAsync(_agent, "POST", "seat/wrap-up/extend", new { seconds = 30, reason = "补录工单" });
        await DoneAsync(_supervisor, "PUT", "seats/1001/state", new { state = "training", reason = "班前会" });
        var seat = (await _supervisor.GetAsync("seats")).Body!.AsArray().Single(s => (string?)s!["agent"] == "1001")!;
        Assert.Equal(("training", "班前会", "5001"), ((string?)seat["state"], (string?)seat["reason"], (string?)seat["setBy"]));
        await DoneAsync(_agent, "DELETE", "seat");

        var spans = await UntilAsync(async () => (await _supervisor.GetAsync("seats/history?agent=1001")).Body!.AsArray() is { } all && all.Any(s => (string?)s!["state"] == "training" && s["to"] is not null) ? all : null);
        Assert.Equal(["offered", "talking", "wrapUp"], spans.Where(s => (string?)s!["call"] == call).Select(s => (string?)s!["state"]));
        var times = (await _supervisor.GetAsync("seats/times?agent=1001")).Body![0]!;
        Assert.True(TimeSpan.Parse((string)times["states"]!["talking"]!, System.Globalization.CultureInfo.InvariantCulture) > TimeSpan.Zero, times.ToJsonString());
        Assert.NotNull(times["breaks"]!["班前会"]);
    }

    [Fact]
    public async Task An_agent_calls_a_citizen()
    {
        using var citizens = await DeskAsync();
        var (status, refusal) = await _agent.PostAsync("calls", new { number = "13800097002", purpose = "回访" });
        Assert.Equal((HttpStatusCode.Conflict, "seat-busy"), (status, (string?)refusal!["code"])); // not signed in
        await _agent.PostAsync("seat/not-ready", new { reason = "paperwork" });
        var (placed, begun) = await _agent.PostAsync("calls", new { number = "138-0009-7002", purpose = "回访" });
        Assert.Equal(HttpStatusCode.Accepted, placed);
        Assert.Equal((string?)begun!["call"], await CallInAsync("talking"));
        Assert.Equal("seat-busy", (string?)(await _agent.PostAsync("calls", new { number = "13800097003", purpose = "回访" })).Body!["code"]);
        await DoneAsync(_agent, "POST", $"calls/{(string?)begun["call"]}/hang-up");
        await SeatAsync("wrapUp");
        await DoneAsync(_agent, "DELETE", "seat");
    }

    [Fact]
    public async Task The_department_that_handles_a_ticket_talks_to_its_citizen_by_relay_and_no_other()
    {
        using var telephones = await DeskAsync();
        using var dispatcher = await host.SignedInAsync("2001");
        var departments = await _agent.DepartmentsAsync();
        using var owner = await host.SignedInAsync(departments[0]);
        using var other = await host.SignedInAsync(departments[1]);
        var (number, _) = await _agent.AcceptAsync(Requests.Noise());
        await dispatcher.StepAsync(number, "dispatch", new { department = departments[0] });
        Assert.Equal("no-such-ticket", (string?)(await other.PostAsync("relay-calls", new { ticket = number, phone = "13900007001" })).Body!["code"]);

        var (status, begun) = await owner.PostAsync("relay-calls", new { ticket = number, phone = "13900007001" });
        Assert.Equal(HttpStatusCode.Accepted, status);
        var path = $"relay-calls/{(string?)begun!["call"]}";
        var relayed = await UntilAsync(async () => (await owner.GetAsync(path)).Body is { } b && (string?)b["state"] == "talking" ? b : null);
        Assert.Equal((number, "answered"), ((string?)relayed["ticket"], (string?)relayed["result"]));
        Assert.DoesNotContain("13800001234", relayed.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).Status);
        await DoneAsync(owner, "DELETE", path);
        await UntilAsync(async () => (string?)(await owner.GetAsync(path)).Body?["state"] == "ended" ? "over" : null);
        Assert.Equal("call-over", (string?)(await owner.SendAsync("DELETE", path)).Body!["code"]);
    }

    [Fact]
    public async Task A_lost_caller_is_taken_called_and_closed_and_only_who_takes_the_task_sees_the_number()
    {
        const string Lost = "13800097004";
        using (var citizen = new CitizenPhone(host.SipPort, Lost))
        {
            await citizen.CallAsync(Ct);
            await CallInAsync("queued");
            await citizen.HangUpAsync();
        }

        var task = await UntilAsync(async () => (await _agent.GetAsync("callbacks")).Body!.AsArray().FirstOrDefault(t => ((string)t!["number"]!).EndsWith("7004", StringComparison.Ordinal)));
        Assert.Equal("138****7004", (string?)task["number"]);
        var path = $"callbacks/{(string?)task["id"]}";
        Assert.Equal("not-taken", (string?)(await _agent.PostAsync($"{path}/done", new { result = "已联系" })).Body!["code"]);
        var (status, taken) = await _agent.PostAsync($"{path}/take", new { });
        Assert.Equal((HttpStatusCode.OK, Lost), (status, (string?)taken!["number"]));
        using var colleague = await host.SignedInAsync("1002");
        Assert.Equal("taken-by-other", (string?)(await colleague.PostAsync($"{path}/take", new { })).Body!["code"]);
        Assert.DoesNotContain(Lost, (await _supervisor.GetAsync("callbacks")).Body!.ToJsonString(), StringComparison.Ordinal);

        await DoneAsync(_agent, "POST", $"{path}/unreachable", new { result = "无人接听" });
        Assert.Equal(HttpStatusCode.OK, (await colleague.PostAsync($"{path}/take", new { })).Status);
        await DoneAsync(colleague, "POST", $"{path}/done", new { result = "已联系，诉求已登记" });
        var closed = await UntilAsync(async () => (await _supervisor.GetAsync("callbacks/closed")).Body!.AsArray().FirstOrDefault(t => (string?)t!["id"] == (string?)task["id"]));
        Assert.Equal(("done", "138****7004", 1), ((string?)closed["state"], (string?)closed["number"], (int)closed["attempts"]!));
    }

    [Fact]
    public async Task Prompts_are_listed_and_a_supervisor_switches_an_announcement_on_and_off()
    {
        var prompts = (await _agent.GetAsync("prompts")).Body!.AsArray();
        Assert.Contains(prompts, p => (string?)p!["id"] == "no-agent-callback" && ((string?)p["text"])!.Contains("没有话务员值班", StringComparison.Ordinal));
        Assert.All(prompts, p => Assert.Null(p!["problem"]));

        var (status, surge) = await _supervisor.PostAsync("surges", new
        {
            lines = new[] { "12999" }, text = "滨河路停水", ticket = "20260000001", until = TimeProvider.System.GetUtcNow().AddHours(1),
        });
        Assert.Equal(HttpStatusCode.Created, status);
        var path = $"surges/{(string?)surge!["id"]}";
        Assert.Contains((await _agent.GetAsync("surges")).Body!.AsArray(), s => (string?)s!["text"] == "滨河路停水");
        Assert.Empty((await _agent.GetAsync($"{path}/callers")).Body!.AsArray());
        await DoneAsync(_supervisor, "DELETE", path);
        Assert.Equal(HttpStatusCode.NotFound, (await _supervisor.SendAsync("DELETE", path)).Status);
    }

    [Fact]
    public async Task A_caller_whom_an_agent_proposes_and_a_supervisor_blocks_is_declined_until_it_is_lifted()
    {
        const string Pest = "13800097005";
        await DoneAsync(_agent, "POST", "blacklist", new { number = "+86 138-0009-7005", reason = "反复骚扰" });
        Assert.Equal("already-listed", (string?)(await _agent.PostAsync("blacklist", new { number = Pest, reason = "反复骚扰" })).Body!["code"]);
        var entry = (await _supervisor.GetAsync("blacklist")).Body!.AsArray().Single(e => (string?)e!["number"] == Pest)!;
        var path = $"blacklist/{(string?)entry["id"]}";
        await DoneAsync(_supervisor, "POST", $"{path}/decision", new { approve = true, reason = "属实", days = 3 });
        using (var blocked = new CitizenPhone(host.SipPort, Pest)) Assert.Equal(603, await blocked.TryCallAsync(Ct));
        await DoneAsync(_supervisor, "POST", $"{path}/lift", new { reason = "误报" });
        using (var free = new CitizenPhone(host.SipPort, Pest))
        {
            await free.CallAsync(Ct);
            await free.HangUpAsync();
        }

        await DoneAsync(_supervisor, "POST", "blacklist", new { number = "13800097006", reason = "反复骚扰" });
        var own = (await _supervisor.GetAsync("blacklist")).Body!.AsArray().Single(e => (string?)e!["number"] == "13800097006")!;
        Assert.Equal("own-proposal", (string?)(await _supervisor.PostAsync($"blacklist/{(string?)own["id"]}/decision", new { approve = true, reason = "属实", days = 3 })).Body!["code"]);
    }

    [Fact]
    public async Task A_recording_is_held_and_released_and_what_was_not_shown_of_its_words_is_read_by_those_who_may()
    {
        using var citizen = new CitizenPhone(host.SipPort, "13800097007");
        await citizen.CallAsync(Ct);
        await CallInAsync("queued");
        await citizen.HangUpAsync();
        var call = (string)(await host.CallFromAsync("13800097007"))["id"]!;
        using var inspector = await host.SignedInAsync("6001");
        await DoneAsync(inspector, "POST", $"calls/{call}/recording/hold", new { reason = "投诉复核" });
        var (status, refusal) = await _supervisor.PostAsync($"calls/{call}/recording/hold", new { reason = "投诉复核" });
        Assert.Equal((HttpStatusCode.Conflict, "already-on-hold", "release"), (status, (string?)refusal!["code"], (string?)refusal["allowed"]![0]));
        await DoneAsync(_supervisor, "POST", $"calls/{call}/recording/release", new { });
        Assert.Equal("hold", (string?)(await _supervisor.PostAsync($"calls/{call}/recording/release", new { })).Body!["allowed"]![0]);

        await using var db = NpgsqlDataSource.Create(host.Database);
        await db.ExecuteAsync(
            "insert into telephony.transcript_dropped (call_id, speaker, utterance, start_ms, end_ms, text, why) values ($1, 'Citizen', 1, 0, 900, '谢谢观看', 'credits')", [Guid.Parse(call)], Ct);
        foreach (var reader in new[] { inspector, _supervisor })
        {
            Assert.Equal(("谢谢观看", "credits"), (await reader.GetAsync($"calls/{call}/transcript/dropped")).Body!.AsArray().Select(d => ((string?)d!["text"], (string?)d["why"])).Single());
        }

        await UntilAsync(async () => (await KindsAsync(call)).Count(k => k == "transcript-read") == 2 ? "written down" : null);
    }

    /// <summary>Every telephone outside, once it listens.</summary>
    private async Task<PoliceDesk> DeskAsync()
    {
        var desk = new PoliceDesk(host.PolicePort);
        await UntilAsync(() => Task.FromResult(
            System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().FirstOrDefault(l => l.Port == host.PolicePort)));
        return desk;
    }

    private static async Task DoneAsync(ApiClient person, string method, string path, object? body = null)
    {
        var (status, answer) = await person.SendAsync(method, path, body ?? (method == "DELETE" ? null : new { }));
        Assert.True(status == HttpStatusCode.NoContent, $"{method} {path}: {status} {answer}");
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await look() is { } found) return found;
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>The only live call, once it is in this state.</summary>
    private Task<string> CallInAsync(string state) => UntilAsync(async () =>
        (await _supervisor.GetAsync("calls/live")).Body!.AsArray().Where(c => (string?)c!["state"] == state).Select(c => (string)c!["id"]!).SingleOrDefault());

    private Task<JsonNode> SeatAsync(string state) => UntilAsync(async () => (await _agent.GetAsync("seat")).Body is { } seat && (string?)seat["state"] == state ? seat : null);

    private async Task<IReadOnlyList<string>> KindsAsync(string call) =>
        [.. (await _supervisor.GetAsync($"calls/{call}")).Body!["events"]!.AsArray().Select(e => (string)e!["kind"]!)];

    public async ValueTask DisposeAsync()
    {
        await _agent.DeleteAsync("seat"); // whatever became of the story
        _agent.Dispose();
        _supervisor.Dispose();
    }
}
