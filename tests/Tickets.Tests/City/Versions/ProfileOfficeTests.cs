using System.Text.Json.Nodes;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Tests.City.Versions;

/// <summary>Draft, rehearse, publish, roll back over HTTP and on a real PostgreSQL; the host's own clock runs.</summary>
public sealed class ProfileOfficeTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_day_off_moves_exactly_the_tickets_the_rehearsal_said_and_roll_back_restores_them_exactly()
    {
        for (var i = 0; i < 6; i++) await DispatchedAsync(i % 3 == 0 ? Urgency.Urgent : Urgency.Normal);
        var before = await DuesAsync();
        var report = (await PutAndRehearseAsync(WithDayOff("v2"))).Body!;
        var said = report["moves"]!["tickets"]!.AsArray().Select(t => t!.GetValue<string>()).ToList();
        Assert.Equal(6, said.Count); // the urgent ones' end stays, but the ladder behind it is in working days

        var published = await _host.PostAsync("profiles/draft/publication", Sample.Administrator, new { reason = "地方假", movesClocks = true });
        Assert.Equal(200, published.Status);
        Assert.Equal("v2", _host.Services.GetRequiredService<CityRules>().Version);
        Assert.Equal(6, await MoveAsync());
        var after = await DuesAsync();
        Assert.Equal(said, after.Where(d => d.Value != before[d.Key]).Select(d => d.Key).Order());
        Assert.Equal(0, await MoveAsync());

        var id = published.Body!["id"]!.GetValue<int>();
        Assert.Equal(200, (await _host.PostAsync($"profiles/{id}/roll-back", Sample.Administrator, new { reason = "通知撤销" })).Status);
        Assert.Equal(6, await MoveAsync());
        Assert.Equal(before, await DuesAsync());
        Assert.NotEqual("v2", _host.Services.GetRequiredService<CityRules>().Version);
        Assert.Equal(["rolled-back", "published", "rehearsed", "drafted", "published"], (await _host.GetAsync("profiles/log", Sample.Administrator)).Body!.AsArray().Select(a => a!["act"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_clock_that_was_lengthened_meanwhile_keeps_its_extension_through_the_roll_back()
    {
        var id = await DispatchedAsync(Urgency.Normal);
        var number = (await DuesAsync()).Keys.Single();
        await DoAsync(id, new SignForTicket(), Sample.WaterClerk);
        await PutAndRehearseAsync(WithDayOff("v2"));
        var published = await _host.PostAsync("profiles/draft/publication", Sample.Administrator, new { reason = "地方假", movesClocks = true });
        Assert.Equal(1, await MoveAsync());
        await DoAsync(id, new RequestExtension(ExtensionReason.Complex, "管线图缺失", 5), Sample.WaterClerk);
        await DoAsync(id, new GrantExtension(), Sample.WaterLead);
        await _host.PostAsync($"profiles/{published.Body!["id"]}/roll-back", Sample.Administrator, new { reason = "通知撤销" });
        await MoveAsync();
        var handling = (await _host.Services.GetRequiredService<TicketStore>().LoadAsync(id, Ct))!.Ticket.ClockOf(ClockName.Handling)!;
        var rules = _host.Services.GetRequiredService<CityRules>();
        Assert.Equal(rules.Extend(rules.Start(ClockName.Handling, Facts, handling.StartedAt), new(5, LimitUnit.WorkingDays), handling.StartedAt).DueAt, handling.DueAt);
        Assert.Equal(10, handling.Limit.Value);
        Assert.NotNull(number);
    }

    [Fact]
    public async Task Without_a_report_of_exactly_this_draft_nothing_is_published()
    {
        await _host.SendAsync(HttpMethod.Put, "profiles/draft", Sample.Administrator, Json(WithDayOff("v2")));
        await RefusedAsync("not-rehearsed");
        Assert.Equal(200, (await _host.PostAsync("profiles/draft/rehearsals", Sample.Administrator, new { })).Status);
        await _host.SendAsync(HttpMethod.Put, "profiles/draft", Sample.Administrator, Json(WithDayOff("v3")));
        await RefusedAsync("not-rehearsed");
        Assert.Equal(404, (await _host.GetAsync("profiles/draft/rehearsal", Sample.Administrator)).Status);
    }

    [Fact]
    public async Task Rules_that_contradict_each_other_are_not_published_and_both_are_shown()
    {
        var draft = Sample.Rules.Profile with { RulesVersion = "v2", DispatchCatalogue = [.. Sample.Rules.Profile.DispatchCatalogue, new("0301", Sample.Power)] };
        await PutAndRehearseAsync(draft);
        var conflict = (await RefusedAsync("catalogue-conflict"))["conflicts"]!.AsArray().Single()!;
        Assert.Equal(("water", "power"), (conflict["firstRule"]!["department"]!.GetValue<string>(), conflict["secondRule"]!["department"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_bad_draft_is_refused_with_every_path_at_once()
    {
        var bad = JsonNode.Parse(Json(WithDayOff("v2")))!;
        bad["limits"]![0]!["value"] = 0;
        bad["fallback"] = "nobody";
        var (status, body) = await _host.SendAsync(HttpMethod.Put, "profiles/draft", Sample.Administrator, bad.ToJsonString());
        Assert.Equal(400, status);
        Assert.Contains("at least 1", body!["errors"]!["limits[0].value"]![0]!.GetValue<string>());
        Assert.Contains("Example: \"water\"", body["errors"]!["fallback"]![0]!.GetValue<string>());
        Assert.Equal(400, (await _host.SendAsync(HttpMethod.Put, "profiles/draft", Sample.Administrator, "{\"name\": 1}")).Status);
        Assert.Equal(404, (await _host.GetAsync("profiles/draft", Sample.Administrator)).Status);
    }

    [Fact]
    public async Task A_name_is_used_once_a_reason_is_needed_and_the_only_version_stays()
    {
        var first = (await _host.GetAsync("profiles", Sample.Administrator)).Body!.AsArray().Single()!;
        await PutAndRehearseAsync(WithDayOff(Sample.Rules.Version));
        await RefusedAsync("version-name-taken");
        Assert.Equal(400, (await _host.PostAsync("profiles/draft/publication", Sample.Administrator, new { })).Status);
        Assert.Equal(400, (await _host.PostAsync("profiles/draft/publication", Sample.Administrator, new { reason = "x", validFrom = "2020-01-01T00:00:00Z" })).Status);
        Assert.Equal("urn:hotline:refused:only-version", (await _host.PostAsync($"profiles/{first["id"]}/roll-back", Sample.Administrator, new { reason = "x" })).Body!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_version_may_be_published_for_a_later_moment_and_holds_from_that_moment_on()
    {
        await PutAndRehearseAsync(WithDayOff("v2"));
        var moment = TimeProvider.System.GetUtcNow().AddDays(3);
        Assert.Equal(200, (await _host.PostAsync("profiles/draft/publication", Sample.Administrator, new { reason = "明年起", validFrom = moment })).Status);
        var rules = _host.Services.GetRequiredService<CityRules>();
        Assert.Equal((Sample.Rules.Version, Sample.Rules.Version, "v2"), (rules.Version, rules.At(moment.AddSeconds(-1)).Version, rules.At(moment.AddSeconds(1)).Version));
    }

    [Fact]
    public async Task Only_administrators_come_in()
    {
        Assert.Equal(403, (await _host.GetAsync("profiles", Sample.Dispatcher)).Status);
        Assert.Equal(403, (await _host.PostAsync("profiles/draft/publication", Sample.Supervisor, new { reason = "x" })).Status);
        Assert.Equal(401, (await _host.GetAsync("profiles/current", null)).Status);
        Assert.Equal("安澜市", (await _host.GetAsync("profiles/current", Sample.Administrator)).Body!["name"]!.GetValue<string>());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (await _host.GetAsync("profiles/schema", Sample.Administrator)).Body!["$schema"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_try_to_push_a_departments_duty_to_a_town_is_refused_and_reported()
    {
        var receipt = await _host.Services.GetRequiredService<Hotline.Tickets.Accepting.Reception>().AcceptAsync(TicketStory.Request with { Category = "0105" }, Sample.Agent, Ct);
        var (status, body) = await _host.PostAsync($"tickets/{receipt.Number}/dispatch", Sample.Dispatcher, new { department = "chengguan" });
        Assert.Equal((409, "urn:hotline:refused:grassroots-protected"), (status, body!["type"]!.GetValue<string>()));
        var month = (await _host.GetAsync("refused-tries", Sample.Supervisor)).Body!;
        Assert.Equal((1, "dispatch", "2001"), (month["count"]!.GetValue<int>(), month["tries"]![0]!["step"]!.GetValue<string>(), month["tries"]![0]!["by"]!["id"]!.GetValue<string>()));
        Assert.Equal(0, (await _host.GetAsync("refused-tries?month=2020-01", Sample.Supervisor)).Body!["count"]!.GetValue<int>());
        Assert.Equal(400, (await _host.GetAsync("refused-tries?month=soon", Sample.Supervisor)).Status);
        Assert.Equal(403, (await _host.GetAsync("refused-tries", Sample.Dispatcher)).Status);
    }

    [Fact]
    public async Task What_was_ruled_once_is_proposed_for_the_same_facts_with_its_number()
    {
        var reception = _host.Services.GetRequiredService<Hotline.Tickets.Accepting.Reception>();
        var request = TicketStory.Request with { Category = "0301", District = "laocheng", Title = "自来水停水", Text = "小区自来水停水" };
        var receipt = await reception.AcceptAsync(request, Sample.Agent, Ct);
        await DoAsync(receipt.Id, new DisputeTicket("供水与供电都不认"), Sample.Dispatcher);
        await DoAsync(receipt.Id, new Adjudicate(Sample.Power, "泵房停电所致", "供用电合同"), Sample.Supervisor);

        var precedents = _host.Services.GetRequiredService<Precedents>();
        for (var i = 0; i < 100 && precedents.All.Count == 0; i++) await Task.Delay(100, Ct);
        var catalogue = _host.Services.GetRequiredService<Catalogue>();
        var facts = (await _host.Services.GetRequiredService<TicketStore>().LoadAsync(receipt.Id, Ct))!.Ticket.Facts;
        var proposal = catalogue.Propose(facts)!;
        Assert.Equal((Sample.Power, $"裁{receipt.Number.Digits}"), (proposal.Department.Code, proposal.Precedent));
        Assert.Contains(proposal.Precedent!, proposal.Reason);
        Assert.Equal(Sample.Water, catalogue.Propose(facts with { District = "binhai" })!.Department.Code);
        Assert.Equal(Sample.Water, catalogue.Propose(facts with { Title = "水压低", Text = "水压低" })!.Department.Code);

        Assert.Equal(204, (await _host.PostAsync($"precedents/{Uri.EscapeDataString(proposal.Precedent!)}/end", Sample.Supervisor, new { reason = "目录已更新" })).Status);
        Assert.Equal(Sample.Water, catalogue.Propose(facts)!.Department.Code);
        Assert.Equal(404, (await _host.PostAsync($"precedents/{Uri.EscapeDataString(proposal.Precedent!)}/end", Sample.Supervisor, new { reason = "再次" })).Status);
    }

    private RequestFacts Facts { get; } = TicketStory.Accepted().Ticket.Facts;

    private static string Json(CityProfile profile) => ProfileJson.Write(profile);

    /// <summary>The third of the coming working days is off: in every limit of five.</summary>
    private static CityProfile WithDayOff(string version)
    {
        var calendar = WorkCalendar.National(WorkHours.Office);
        var day = Sample.Rules.DayOf(TimeProvider.System.GetUtcNow());
        for (var found = 0; found < 3;) if (calendar.IsWorkday(day = day.AddDays(1))) found++;
        return Sample.Rules.Profile with { RulesVersion = version, Days = [new(day, Works: false, "地方假")] };
    }

    private async Task<(int Status, JsonNode? Body)> PutAndRehearseAsync(CityProfile draft)
    {
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Put, "profiles/draft", Sample.Administrator, Json(draft))).Status);
        var report = await _host.PostAsync("profiles/draft/rehearsals", Sample.Administrator, new { });
        Assert.Equal(200, report.Status);
        return report;
    }

    private async Task<JsonNode> RefusedAsync(string code)
    {
        var (status, body) = await _host.PostAsync("profiles/draft/publication", Sample.Administrator, new { reason = "试" });
        Assert.Equal((409, $"urn:hotline:refused:{code}"), (status, body!["type"]!.GetValue<string>()));
        return body;
    }

    private async Task<TicketId> DispatchedAsync(Urgency urgency)
    {
        var receipt = await _host.Services.GetRequiredService<Hotline.Tickets.Accepting.Reception>().AcceptAsync(TicketStory.Request with { Urgency = urgency }, Sample.Agent, Ct);
        await DoAsync(receipt.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        return receipt.Id;
    }

    private async Task DoAsync(TicketId id, ITicketCommand command, Actor by)
    {
        var decision = await _host.Services.GetRequiredService<ITicketDesk>().HandleAsync(id, command, by, Ct);
        Assert.True(decision is Decision.Happened, $"{command}: {decision}");
    }

    /// <summary>Tickets moved since the last time; the host's own worker may have been the faster.</summary>
    private async Task<int> MoveAsync()
    {
        var db = _host.Services.GetRequiredService<Npgsql.NpgsqlDataSource>();
        for (var i = 0; i < 100; i++)
        {
            await _host.Services.GetRequiredService<ClockMover>().PassAsync(Ct);
            var open = await db.ReadAsync(
                "select count(*) from tickets.profile where moves_clocks and ((state = 'published' and moved_at is null) or (state = 'rolled-back' and restored_at is null))", [], row => row.GetInt64(0), Ct);
            if (open[0] == 0) break;
            await Task.Delay(50, Ct);
        }

        var (now, seen) = (await EventsAsync(db), _seen);
        _seen = now;
        return (int)(now - seen);
    }

    private long _seen;

    private static async Task<long> EventsAsync(Npgsql.NpgsqlDataSource db) =>
        (await db.ReadAsync("select count(*) from tickets.event where kind = 'rescheduled'", [], row => row.GetInt64(0), Ct))[0];

    /// <summary>The handling's end with every mark, as text.</summary>
    private async Task<Dictionary<string, string>> DuesAsync() => (await _host.Services.GetRequiredService<Npgsql.NpgsqlDataSource>()
        .ReadAsync("select number, handling_due_at::text || jsonb_path_query_array(body, '$.clocks[*].marks[*].at')::text from tickets.ticket order by number", [], row => (row.GetString(0), row.GetString(1)), Ct))
        .ToDictionary(r => r.Item1, r => r.Item2);
}
