using System.Text.Json.Nodes;

namespace Hotline.Tickets.Tests.Http;

/// <summary>Clock proofs, jobs, integrity and retention as they stand on the wire: who may, what is missing, what is wrong, what comes.</summary>
public sealed class AdministrationApiTests
{
    private static readonly TicketNumber NoTicket = TicketNumber.Create(new DateOnly(2020, 1, 1), 1);

    [Fact]
    public async Task The_proof_of_a_clock_tells_every_stretch_to_whoever_may_see_the_ticket()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.DispatchedAsync();
        var (status, proofs) = await host.GetAsync($"tickets/{number}/clocks/handling/proof", Sample.WaterClerk);
        Assert.Equal(200, status);
        var proof = Assert.Single(proofs!.AsArray())!;
        Assert.Equal("handling", (string)proof["name"]!);
        var stretches = proof["stretches"]!.AsArray();
        Assert.Contains(stretches, s => (bool)s!["counts"]!);
        Assert.All(stretches, s => Assert.NotEmpty((string)s!["cause"]!));
        Assert.NotEmpty((string)proof["rulesVersion"]!);

        Assert.Equal(401, (await host.GetAsync($"tickets/{number}/clocks/handling/proof", null)).Status);
        Assert.Equal(404, (await host.GetAsync($"tickets/{number}/clocks/handling/proof", Sample.PowerClerk)).Status);
        Assert.Equal(404, (await host.GetAsync($"tickets/{NoTicket}/clocks/handling/proof", Sample.Supervisor)).Status);
        Assert.Equal(["name"], Fields(await host.GetAsync($"tickets/{number}/clocks/patience/proof", Sample.Supervisor)));
        Assert.Equal(["number"], Fields(await host.GetAsync("tickets/12/clocks/handling/proof", Sample.Supervisor)));
        Assert.Empty((await host.GetAsync($"tickets/{number}/clocks/review/proof", Sample.Supervisor)).Body!.AsArray());
    }

    [Fact]
    public async Task Jobs_are_listed_run_paused_and_resumed_by_administrators_only()
    {
        await using var host = await ApiHost.StartAsync(jobs: true);
        foreach (var (by, expected) in new (Actor?, int)[] { (null, 401), (Sample.Agent, 403), (Sample.Supervisor, 403), (Sample.Administrator, 200) })
            Assert.Equal(expected, (await host.GetAsync("admin/jobs", by)).Status);
        Assert.Equal(403, (await host.PostAsync("admin/jobs/retention/run", Sample.Supervisor)).Status);
        foreach (var path in new[] { "admin/jobs/coffee/runs", "admin/jobs/coffee/run" })
            Assert.Equal(404, (await host.SendAsync(path.EndsWith("runs", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post, path, Sample.Administrator)).Status);
        Assert.Equal(["reason"], Fields(await host.PostAsync("admin/jobs/retention/pause", Sample.Administrator, new { reason = new string('长', 201) })));

        Assert.Equal(204, (await host.PostAsync("admin/jobs/retention/pause", Sample.Administrator, new { reason = "检修" })).Status);
        var paused = (await JobsAsync(host))["retention"];
        Assert.True((bool)paused["paused"]!);
        Assert.Null(paused["next"]);
        Assert.Equal(204, (await host.PostAsync("admin/jobs/retention/resume", Sample.Administrator)).Status);
        Assert.Equal(204, (await host.PostAsync("admin/jobs/retention/run", Sample.Administrator)).Status);
        JsonArray runs;
        do runs = (await host.GetAsync("admin/jobs/retention/runs", Sample.Administrator)).Body!.AsArray();
        while (runs.Count == 0 || runs[0]!["endedAt"] is null);
        Assert.Equal(("done", "admin"), ((string)runs[0]!["outcome"]!, (string)runs[0]!["by"]!["id"]!));
        var jobs = await JobsAsync(host);
        Assert.Superset(new HashSet<string> { "daily-report", "retention", "day-root", "integrity-check", "index-check" }, jobs.Keys.ToHashSet());
        Assert.Equal(("done", false), ((string)jobs["retention"]["outcome"]!, (bool)jobs["retention"]["paused"]!));
        Assert.Equal(["run", "resume", "pause"], (await host.GetAsync("admin/jobs/changes", Sample.Administrator)).Body!.AsArray().Select(c => (string)c!["change"]!));
    }

    [Fact]
    public async Task Integrity_is_shown_and_verified_for_auditors_and_administrators()
    {
        await using var host = await ApiHost.StartAsync();
        await host.DispatchedAsync();
        Assert.Equal(401, (await host.GetAsync("admin/integrity/roots", null)).Status);
        Assert.Equal(403, (await host.GetAsync("admin/integrity/roots", Sample.Supervisor)).Status);
        Assert.Equal(403, (await host.PostAsync("admin/integrity/verification", Sample.WaterClerk)).Status);
        var auditor = Sample.Auditor;
        Assert.Empty((await host.GetAsync("admin/integrity/roots", auditor)).Body!.AsArray()); // today has none yet
        Assert.Equal(["from"], Fields(await host.GetAsync("admin/integrity/roots?from=2026-11-02&to=2026-11-01", auditor)));
        Assert.Equal(["from"], Fields(await host.PostAsync("admin/integrity/verification?from=2026-11-02&to=2026-11-01", auditor)));
        Assert.Equal(400, (await host.GetAsync("admin/integrity/roots?from=yesterday", auditor)).Status);
        var (status, report) = await host.PostAsync("admin/integrity/verification", Sample.Administrator);
        Assert.Equal((200, true, 2), (status, (bool)report!["holds"]!, (int)report["events"]!));
    }

    [Fact]
    public async Task A_hold_and_an_erasure_have_their_roles_reasons_and_refusals()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.DispatchedAsync();
        var at = $"admin/retention/{number}";
        Assert.Equal(401, (await host.GetAsync($"{at}/holds", null)).Status);
        Assert.Equal(403, (await host.GetAsync($"{at}/holds", Sample.Supervisor)).Status);
        Assert.Equal(403, (await host.PostAsync($"{at}/erasure", Sample.Auditor, new { reason = "本人要求" })).Status);
        Assert.Equal(404, (await host.PostAsync($"admin/retention/{NoTicket}/hold", Sample.Auditor, new { reason = "诉讼" })).Status);
        Assert.Equal(["reason"], Fields(await host.PostAsync($"{at}/hold", Sample.Auditor, new { })));
        Assert.Equal(["reason"], Fields(await host.PostAsync($"{at}/hold", Sample.Auditor, new { reason = new string('长', 201) })));
        Assert.Equal(["number"], Fields(await host.PostAsync("admin/retention/12/release", Sample.Auditor)));

        await RefusedAsync(host, $"{at}/release", Sample.Auditor, null, "not-on-hold");
        Assert.Equal(204, (await host.PostAsync($"{at}/hold", Sample.Auditor, new { reason = "行政诉讼" })).Status);
        await RefusedAsync(host, $"{at}/hold", Sample.Auditor, new { reason = "再次" }, "already-on-hold");
        var hold = Assert.Single((await host.GetAsync($"{at}/holds", Sample.Administrator)).Body!.AsArray())!;
        Assert.Equal(("行政诉讼", "8001"), ((string)hold["reason"]!, (string)hold["by"]!["id"]!));
        await RefusedAsync(host, $"{at}/erasure", Sample.Administrator, new { reason = "本人要求" }, "still-open");
        await host.StepAsync(number, "withdraw", Sample.Agent, new { reason = "来电撤回" });
        await RefusedAsync(host, $"{at}/erasure", Sample.Administrator, new { reason = "本人要求" }, "not-erasable");
        Assert.Equal(204, (await host.PostAsync($"{at}/release", Sample.Administrator)).Status);
        Assert.Equal(204, (await host.PostAsync($"{at}/erasure", Sample.Administrator, new { reason = "本人要求" })).Status);
        await RefusedAsync(host, $"{at}/erasure", Sample.Administrator, new { reason = "本人要求" }, "not-erasable");
        Assert.Null((await host.PostAsync($"tickets/{number}/requester", Sample.Agent, new { purpose = "回拨" })).Body!["phone"]);
    }

    private static async Task RefusedAsync(ApiHost host, string path, Actor by, object? body, string code)
    {
        var (status, problem) = await host.PostAsync(path, by, body);
        Assert.Equal((409, $"urn:hotline:refused:{code}"), (status, (string?)problem?["type"]));
        Assert.Contains((string)problem!["english"]!, char.IsAsciiLetter);
    }

    private static async Task<Dictionary<string, JsonNode>> JobsAsync(ApiHost host) =>
        (await host.GetAsync("admin/jobs", Sample.Administrator)).Body!.AsArray().ToDictionary(j => (string)j!["name"]!, j => j!);

    private static IEnumerable<string> Fields((int Status, JsonNode? Body) answer)
    {
        Assert.True(answer.Status == 400, $"{answer.Status} {answer.Body}");
        return answer.Body!["errors"]!.AsObject().Select(e => e.Key).Order();
    }
}
