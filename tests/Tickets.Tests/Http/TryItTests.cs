using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Knowledge;

namespace Hotline.Tickets.Tests.Http;

/// <summary>One host for all of them, with a clock that each test sets to a Monday of its own, 09:30 in the city.</summary>
public sealed class TryItHost : IAsyncLifetime
{
    private readonly ManualClock _clock = new(Sample.Monday);

    internal ApiHost Api { get; private set; } = null!;

    internal DateTimeOffset Now { get => _clock.Now; set => _clock.Now = value; }

    public async ValueTask InitializeAsync() => Api = await ApiHost.StartAsync(clock: _clock);

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    /// <summary>Asks until the answer is as expected: clocks fire and events are told behind a request's back.</summary>
    internal async Task<JsonNode> UntilAsync(string path, Actor by, Func<JsonNode, bool> expected)
    {
        while (true)
        {
            var (status, body) = await Api.GetAsync(path, by);
            Assert.True(status == 200, $"{path}: {status} {body}");
            if (expected(body!)) return body!;
            await Task.Delay(20, Ct);
        }
    }
}

/// <summary>What the features promise one can try, tried over HTTP.</summary>
public sealed class TryItTests(TryItHost host) : IClassFixture<TryItHost>
{
    private const string Code = "91350100M000100Y43";

    private readonly ApiHost _api = host.Api;

    [Fact]
    public async Task A_ticket_shows_its_named_clocks_and_one_that_stops_leaves_the_others_running()
    {
        host.Now = Sample.Monday;
        var (number, _) = await _api.DispatchedAsync();
        Assert.Equal(["first-contact", "handling", "sign-in"], await RunningAsync(number));
        await _api.StepAsync(number, "sign", Sample.WaterClerk);
        Assert.Equal(["first-contact", "handling"], await RunningAsync(number));
        await _api.StepAsync(number, "report-progress", Sample.WaterClerk, new { text = "已派抢修队", next = "2026-11-12" });
        await _api.StepAsync(number, "co-handle", Sample.WaterClerk, new { tasks = new[] { new { unit = "power", question = "核实供电" } } });
        Assert.Equal(["co-handling", "first-contact", "handling", "stage-feedback"], await RunningAsync(number));
        await _api.StepAsync(number, "contact", Sample.WaterClerk, new { contacted = false, whyNot = "no-answer" });
        Assert.Equal(["co-handling", "handling", "stage-feedback"], await RunningAsync(number));
        await _api.StepAsync(number, "answer-task", Sample.PowerClerk, new { task = 1, answer = "供电正常" });
        await _api.StepAsync(number, "reply", Sample.WaterClerk, new { finding = "true", result = "solved", publicText = "十一月十日已恢复供水" });
        Assert.Equal(["review"], await RunningAsync(number));
        await _api.StepAsync(number, "approve", Sample.Reviewer, new { });
        Assert.Equal(["follow-up"], await RunningAsync(number));

        var all = (await ClocksAsync(number)).Select(c => (string)c["name"]!).ToHashSet();
        Assert.Superset(new HashSet<string> { "sign-in", "first-contact", "stage-feedback", "handling", "review", "follow-up" }, all);
    }

    [Fact]
    public async Task The_lead_cannot_close_while_two_co_handlers_owe_their_answers_and_the_late_one_is_named()
    {
        host.Now = Sample.Monday.AddDays(7);
        var (number, _) = await InHandlingAsync();
        await _api.StepAsync(number, "co-handle", Sample.WaterClerk, new { tasks = new[] { new { unit = "power", question = "核实供电", value = 1 }, new { unit = "urban", question = "围挡", value = 4 } } });
        Assert.Equal("urn:hotline:refused:tasks-open", (string)(await RefusedAsync(number)).Type);

        host.Now = Sample.Monday.AddDays(9);
        var late = await host.UntilAsync("warnings", Sample.Supervisor, w => Of(w, number).Any(l => (string?)l["clock"] == "co-handling" && l["overdueAt"] is not null));
        var line = Of(late, number).Single(l => (string?)l["clock"] == "co-handling" && l["overdueAt"] is not null);
        Assert.Equal((1, "安澜供电公司"), ((int)line["task"]!, (string)line["department"]!));
        var (_, title) = await RefusedAsync(number);
        Assert.Contains("1 安澜供电公司（已超期）、2 市城市管理局，", title, StringComparison.Ordinal);

        await _api.StepAsync(number, "answer-task", Sample.PowerClerk, new { task = 1, answer = "供电正常" });
        Assert.Equal("urn:hotline:refused:tasks-open", (string)(await RefusedAsync(number)).Type);
        await _api.StepAsync(number, "waive-task", Sample.WaterClerk, new { task = 2, reason = "已自行设置围挡" });
        await _api.StepAsync(number, "reply", Sample.WaterClerk, new { finding = "true", result = "solved", publicText = "已恢复供水" });
    }

    [Fact]
    public async Task A_meeting_that_ends_leaves_three_tasks_linked_to_it_each_with_its_clock()
    {
        host.Now = Sample.Monday;
        var (number, _) = await InHandlingAsync();
        await _api.StepAsync(number, "confer", Sample.Dispatcher, new { participants = new[] { "供水集团" }, heldAt = Sample.Monday.AddHours(-2), decision = "先行预备会" });
        await _api.StepAsync(number, "confer", Sample.Dispatcher, new
        {
            participants = new[] { "供水集团", "城管局", "城关街道" }, heldAt = Sample.Monday.AddHours(-1), decision = "由供电、城管、街道分别处置，供水集团牵头",
            tasks = new[] { new { unit = "power", question = "迁改电缆" }, new { unit = "urban", question = "占道审批" }, new { unit = "chengguan", question = "告知居民" } },
        });

        var file = await FileAsync(number, Sample.WaterClerk);
        var meeting = file["meetings"]![1]!;
        Assert.Equal((2, 3, "由供电、城管、街道分别处置，供水集团牵头"), ((int)meeting["no"]!, meeting["participants"]!.AsArray().Count, (string)meeting["decision"]!));
        Assert.Equal([("conference", 2, "power"), ("conference", 2, "urban"), ("conference", 2, "chengguan")], file["tasks"]!.AsArray().Select(t => ((string)t!["kind"]!, (int)t["meeting"]!, (string)t["unit"]!)));
        Assert.Equal([1, 2, 3], (await ClocksAsync(number)).Where(c => (string)c["name"]! == "co-handling" && c["stoppedAt"] is null).Select(c => (int)c["task"]!));
        foreach (var unit in new[] { Sample.PowerClerk, Sample.UrbanClerk, Sample.TownClerk })
            Assert.Contains((await _api.GetAsync("departments/mine/inbox", unit)).Body!.AsArray(), l => (string)l!["number"]! == number);
    }

    [Fact]
    public async Task A_unit_it_is_shared_with_sees_the_matter_and_neither_number_nor_name_nor_what_colleagues_wrote()
    {
        host.Now = Sample.Monday;
        var (number, _) = await InHandlingAsync(new { type = "help", title = "院里停水", text = "停水两天，请打13900001234找张先生", place = "金水路18号", phone = "13900001234", requesterName = "张先生" }, "张先生");
        await _api.StepAsync(number, "note", Sample.Agent, new { text = "来电人张先生情绪激动" });
        Assert.Equal(404, (await _api.GetAsync($"tickets/{number}", Sample.UrbanClerk)).Status);
        await _api.StepAsync(number, "share", Sample.WaterClerk, new { unit = "urban", until = Sample.Monday.AddDays(2) });

        var file = await FileAsync(number, Sample.UrbanClerk);
        Assert.Equal(("院里停水", "金水路18号", true), ((string)file["facts"]!["title"]!, (string)file["facts"]!["place"]!, (bool)file["matterOnly"]!));
        Assert.Contains("停水两天", (string)file["facts"]!["text"]!, StringComparison.Ordinal);
        var shown = Plain(file);
        foreach (var hidden in new[] { "13900001234", "情绪激动", "已了解" }) Assert.DoesNotContain(hidden, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("张先生", Plain(file["timeline"]!), StringComparison.Ordinal);
        Assert.NotEmpty((await _api.GetAsync($"tickets/{number}/clocks/handling/proof", Sample.WaterClerk)).Body!.AsArray());
        foreach (var path in new[] { "events", "reply", "relations", "attachments", "clocks/handling/proof", $"at?at={Uri.EscapeDataString(Sample.Monday.ToString("O"))}" })
            Assert.Equal((path, 404), (path, (await _api.GetAsync($"tickets/{number}/{path}", Sample.UrbanClerk)).Status));
        Assert.Equal(403, (await _api.PostAsync($"tickets/{number}/requester", Sample.UrbanClerk, new { purpose = "联系" })).Status);
        Assert.Equal(409, (await _api.PostAsync($"tickets/{number}/note", Sample.UrbanClerk, new { text = "不得评论" })).Status);

        host.Now = Sample.Monday.AddDays(2);
        Assert.Equal(404, (await _api.GetAsync($"tickets/{number}", Sample.UrbanClerk)).Status);
    }

    [Fact]
    public async Task A_note_can_be_quoted_in_a_reply_neither_by_its_id_nor_by_its_words()
    {
        host.Now = Sample.Monday;
        var (number, code) = await InHandlingAsync();
        await _api.StepAsync(number, "note", Sample.Agent, new { text = "来电人曾三次辱骂话务员" });
        var note = (await _api.GetAsync($"tickets/{number}/events", Sample.WaterClerk)).Body!.AsArray().Single(e => (string)e!["event"]!["$type"]! == "noted")!;
        var id = (int)note["version"]!;
        foreach (var (field, body) in new (string, object)[]
        {
            ("noteId", Answer("已恢复供水", noteId: id)), ("notes", Answer("已恢复供水", notes: new[] { id })),
            ("publicText", Answer("经查，来电人曾三次辱骂话务员，不予受理")),
        })
        {
            var (status, problem) = await _api.PostAsync($"tickets/{number}/reply", Sample.WaterClerk, body);
            Assert.True(status == 400, $"{field}: {status} {problem}");
            Assert.Equal(field, problem!["errors"]!.AsObject().Single().Key);
        }

        // where a text only looks like a reference it stays what it is
        await _api.StepAsync(number, "reply", Sample.WaterClerk, Answer($"已恢复供水，见{{note:{id}}}、备注#{id}"));
        var preview = (await _api.GetAsync($"tickets/{number}/reply", Sample.Reviewer)).Body!;
        Assert.Equal($"已恢复供水，见{{note:{id}}}、备注#{id}", (string)preview["preview"]!);
        var (mended, refusal) = await _api.PostAsync($"tickets/{number}/approve", Sample.Reviewer, new { publicText = "来电人曾三次辱骂话务员" });
        Assert.Equal((400, "publicText"), (mended, refusal!["errors"]!.AsObject().Single().Key));
        await _api.StepAsync(number, "approve", Sample.Reviewer, new { });

        // what left is what was shown before, and nothing else
        var letters = await UntilLetterAsync(number, code);
        Assert.Contains((string)preview["preview"]!, (string)letters.Single(l => (string)l!["kind"]! == "replied")!["text"]!, StringComparison.Ordinal);
        Assert.Equal((string)preview["preview"]!, (string)(await _api.GetAsync($"reports/{number}?code={code}", null)).Body!["unifiedReply"]!);
        Assert.DoesNotContain("辱骂", Plain(letters) + Plain((await _api.GetAsync($"reports/{number}?code={code}", null)).Body!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_numbers_have_three_greetings_and_seats_one_ticket_store_and_a_history_each()
    {
        host.Now = Sample.Monday;
        var lines = new[] { "12345", "12319", "8112345" };
        var answers = new List<JsonNode>();
        foreach (var number in lines) answers.Add((await _api.GetAsync($"lines/resolve?number={number}", Sample.Agent)).Body!["line"]!);
        Assert.Equal(3, answers.Select(l => (string)l["greeting"]!).Distinct().Count());
        Assert.Equal(3, answers.Select(l => (string)l["skillGroup"]!).Distinct().Count());

        var numbers = new List<string>();
        foreach (var line in answers) numbers.Add((await _api.AcceptedAsync(new { type = "help", title = "三号一库", text = "路面破损", line = (string)line["code"]! })).Number);
        var stored = (await _api.GetAsync("tickets?text=三号一库", Sample.Supervisor)).Body!["items"]!.AsArray().Select(l => (string)l!["number"]!);
        Assert.Equal(numbers.Order(), stored.Order());
        var kept = (await _api.GetAsync("lines/12319/history", Sample.Agent)).Body![0]!;
        Assert.Equal("2030-01-01", (string)kept["switchOff"]!["on"]!);
        var after = (await _api.GetAsync("lines/resolve?number=12319&at=2030-01-01T09:00:00%2B08:00", Sample.Agent)).Body!;
        Assert.Equal(("12345", true), ((string)after["line"]!["code"]!, (bool)after["forwarded"]!));
    }

    [Fact]
    public async Task The_enterprise_line_has_the_companys_card_its_policies_clocks_of_its_own_and_shows_nothing_in_public()
    {
        host.Now = Sample.Monday;
        var line = (await _api.GetAsync("lines/resolve?number=8112345", Sample.Agent)).Body!["line"]!;
        Assert.Equal(("enterprise", true), ((string)line["code"]!, (bool)line["neverPublic"]!));
        var wrong = await _api.PostAsync("tickets", Sample.Agent, Matter(Code[..17] + "4"));
        Assert.Equal((400, "company.creditCode"), (wrong.Status, wrong.Body!["errors"]!.AsObject().Single().Key));
        var (number, _) = await _api.AcceptedAsync(Matter(Code));
        var card = (await _api.GetAsync($"companies/{Code}", Sample.Agent)).Body!;
        Assert.Equal(("某某科技公司", 1, number), ((string)card["name"]!, (int)card["ticketsOpen"]!, (string)card["tickets"]![0]!["number"]!));

        await PublishedAsync("惠企政策/税费", "增值税留抵退税怎么办");
        await PublishedAsync("公用事业/供水", "停水期间水费怎么算");
        Assert.Equal(["增值税留抵退税怎么办"], await TitlesAsync("knowledge?line=enterprise"));
        Assert.Equal(["增值税留抵退税怎么办"], await TitlesAsync("knowledge/suggestions?line=enterprise&text=企业增值税留抵退税停水水费怎么办理"));
        Assert.Equal(2, (await TitlesAsync("knowledge")).Count());
        Assert.Equal((400, "line"), (await _api.GetAsync("knowledge?line=nowhere", Sample.Agent)) is var (status, body) ? (status, body!["errors"]!.AsObject().Single().Key) : default);

        await _api.StepAsync(number, "dispatch", Sample.Dispatcher, new { department = "affairs" });
        var usual = await _api.DispatchedAsync();
        Assert.Equal((3, 5), (await LimitAsync(number), await LimitAsync(usual.Number)));
        Assert.True((bool)(await FileAsync(number, Sample.Supervisor))["facts"]!["neverPublic"]!);
        await host.UntilAsync("statistics/kpis/accepted/tickets", Sample.Supervisor, t => t["items"]!.AsArray().Any(i => (bool)i!["sealed"]!));
        Assert.DoesNotContain(number, Plain((await _api.GetAsync("statistics/kpis/accepted/tickets", Sample.Supervisor)).Body!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_return_is_ruled_on_and_there_is_no_third()
    {
        host.Now = Sample.Monday;
        var (number, _) = await _api.DispatchedAsync();
        await _api.StepAsync(number, "return", Sample.WaterClerk, new { code = "wrong-duty", reason = "非本单位职责" });
        await _api.StepAsync(number, "accept-return", Sample.Dispatcher);
        await _api.StepAsync(number, "dispatch", Sample.Dispatcher, new { department = "power" });
        await _api.StepAsync(number, "return", Sample.PowerClerk, new { code = "wrong-duty", reason = "也不是" });
        Assert.Equal(("in-dispute", 2), (await FileAsync(number, Sample.Supervisor)) is var file ? ((string)file["stateName"]!, (int)file["returns"]!) : default);
        foreach (var unit in new[] { Sample.WaterClerk, Sample.PowerClerk })
        {
            Assert.DoesNotContain("return", Allowed(await FileAsync(number, unit)));
            Assert.Equal(409, (await _api.PostAsync($"tickets/{number}/return", unit, new { code = "wrong-duty", reason = "第三次" })).Status);
        }

        await _api.StepAsync(number, "adjudicate", Sample.Supervisor, new { department = "water", reason = "管线属供水集团", basis = "供水条例第十条" });
        await _api.StepAsync(number, "sign", Sample.WaterClerk);
        Assert.DoesNotContain("return", Allowed(await FileAsync(number, Sample.WaterClerk)));
        var (status, refusal) = await _api.PostAsync($"tickets/{number}/return", Sample.WaterClerk, new { code = "wrong-duty", reason = "第三次" });
        Assert.Equal((409, "urn:hotline:refused:not-returnable"), (status, (string)refusal!["type"]!));
    }

    [Fact]
    public async Task A_warning_reaches_the_unit_that_can_act_with_a_record_of_its_delivery_and_is_acknowledged_by_it_alone()
    {
        host.Now = Sample.Monday.AddDays(14);
        var (number, _) = await _api.DispatchedAsync();
        host.Now = host.Now.AddHours(1); // of the two for signing
        var line = Of(await host.UntilAsync("notices", Sample.WaterClerk, n => Of(n, number).Any(l => l["deliveries"]!.AsArray().Any(d => (string)d!["state"]! == "sent"))), number).Single();
        Assert.Equal(("sign-in", "yellow", "mail"), ((string)line["clock"]!, (string)line["card"]!, (string)line["deliveries"]![0]!["channel"]!));
        Assert.DoesNotContain("anlan.example", Plain(line), StringComparison.Ordinal);
        Assert.Single(Of((await _api.GetAsync("notices", Sample.Supervisor)).Body!, number));
        Assert.Empty(Of((await _api.GetAsync("notices?all=true", Sample.PowerClerk)).Body!, number));
        Assert.Equal(403, (await _api.GetAsync("notices", Sample.Agent)).Status);
        Assert.Equal(404, (await _api.PostAsync($"notices/{line["id"]}/acknowledge", Sample.WaterLead)).Status);
        Assert.Equal(204, (await _api.PostAsync($"notices/{line["id"]}/acknowledge", Sample.WaterClerk)).Status);
        Assert.Equal("acknowledged", (string)Of((await _api.GetAsync("notices?all=true", Sample.WaterClerk)).Body!, number).Single()["outcome"]!);
    }

    private static object Matter(string code) => new { type = "help", title = "涉企停电", text = "园区断电", line = "enterprise", requesterName = "陈经理", phone = "13900005678", company = new { creditCode = code, name = "某某科技公司" } };

    private static JsonObject Answer(string text, int? noteId = null, int[]? notes = null)
    {
        var body = new JsonObject { ["finding"] = "true", ["result"] = "solved", ["publicText"] = text };
        if (noteId is not null) body["noteId"] = noteId;
        if (notes is not null) body["notes"] = new JsonArray([.. notes.Select(n => (JsonNode)n)]);
        return body;
    }

    private async Task<(string Number, string Code)> InHandlingAsync(object? request = null, string? person = null)
    {
        var ticket = await _api.AcceptedAsync(request);
        await _api.StepAsync(ticket.Number, "dispatch", Sample.Dispatcher, new { department = "water" });
        await _api.StepAsync(ticket.Number, "sign", Sample.WaterClerk);
        await _api.StepAsync(ticket.Number, "contact", Sample.WaterClerk, person is null ? new { contacted = false, whyNot = "no-answer" } : new { contacted = true, at = host.Now, person, content = "已了解情况" });
        return ticket;
    }

    private async Task<(string Type, string Title)> RefusedAsync(string number)
    {
        var (status, problem) = await _api.PostAsync($"tickets/{number}/reply", Sample.WaterClerk, new { finding = "true", result = "solved", publicText = "已恢复供水" });
        Assert.True(status == 409, $"{status} {problem}");
        return ((string)problem!["type"]!, (string)problem["title"]!);
    }

    private async Task PublishedAsync(string category, string title)
    {
        var (_, made) = await _api.PostAsync("knowledge", KnowledgeHouse.Writer, new { unit = "water", category, title, content = "请按指南办理。", kind = "guide", keywords = new[] { title[..4] }, validUntil = "2099-12-31" });
        var id = ((string)made!["id"]!).Split('@')[0];
        foreach (var (step, by) in new[] { ("submit", KnowledgeHouse.Writer), ("unit-approve", KnowledgeHouse.Lead), ("publish", KnowledgeHouse.Editor) })
            Assert.Equal((step, 204), (step, (await _api.PostAsync($"knowledge/{id}/{step}", by)).Status));
    }

    private async Task<JsonArray> UntilLetterAsync(string number, string code)
    {
        while (true)
        {
            var letters = (await _api.GetAsync($"reports/{number}/letters?code={code}", null)).Body!.AsArray();
            if (letters.Any(l => (string)l!["kind"]! == "replied")) return letters;
            await Task.Delay(20, Ct);
        }
    }

    private async Task<IEnumerable<string>> TitlesAsync(string path) => (await _api.GetAsync(path, Sample.Agent)).Body!.AsArray().Select(a => (string)a!["title"]!);

    private async Task<JsonNode> FileAsync(string number, Actor by) => await _api.GetAsync($"tickets/{number}", by) is (200, { } file) ? file : throw new InvalidOperationException($"{by.Id} may not see {number}.");

    private async Task<IEnumerable<JsonNode>> ClocksAsync(string number) => (await FileAsync(number, Sample.Supervisor))["clocks"]!.AsArray().Select(c => c!);

    private async Task<IEnumerable<string>> RunningAsync(string number) => (await ClocksAsync(number)).Where(c => c["stoppedAt"] is null).Select(c => (string)c["name"]!).Order();

    private async Task<int> LimitAsync(string number) => (int)(await ClocksAsync(number)).Single(c => (string)c["name"]! == "handling")["limit"]!;

    private static IEnumerable<string> Allowed(JsonNode file) => file["allowed"]!.AsArray().Select(s => (string)s!);

    private static IEnumerable<JsonNode> Of(JsonNode lines, string number) => lines.AsArray().Where(l => (string)l!["number"]! == number).Select(l => l!);

    private static string Plain(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
