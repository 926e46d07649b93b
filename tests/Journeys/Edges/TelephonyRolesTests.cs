using System.Net;
using Hotline.Journeys.Interop;

namespace Hotline.Journeys.Edges;

/// <summary>Whom the telephony API lets in, and what it says to input that is wrong and to what cannot be done now.</summary>
[Collection(nameof(InteropDay))]
public sealed class TelephonyRolesTests(InteropHost host)
{
    private const string Agent = "1001", Dispatcher = "2001", Supervisor = "5001", Inspector = "6001", None = "00000000-0000-7000-8000-000000000001";

    /// <summary>An endpoint, an account of a role it is not for.</summary>
    public static TheoryData<string, string, string> Closed => new()
    {
        { "GET", "queues", Dispatcher }, { "GET", $"queues/places/{None}", Dispatcher },
        { "GET", "seat/reasons", Supervisor }, { "POST", "seat/not-ready", Supervisor }, { "POST", "seat/wrap-up/extend", Supervisor }, { "POST", "seat/rest/take", Supervisor }, { "POST", "seat/rest/decline", Supervisor },
        { "GET", "seats", Agent }, { "PUT", "seats/1001/state", Agent }, { "POST", "seats/1001/rest", Agent }, { "GET", "seats/history", Agent }, { "GET", "seats/times", Inspector },
        { "GET", "agents/skills", Agent }, { "GET", "agents/1001/skills", Agent }, { "PUT", "agents/1001/skills", Agent },
        { "POST", "calls", Supervisor }, { "POST", "calls/of-number", Agent }, { "POST", "relay-calls", Supervisor }, { "GET", $"relay-calls/{None}", Supervisor }, { "DELETE", $"relay-calls/{None}", Dispatcher },
        { "GET", "callbacks", Dispatcher }, { "GET", "callbacks/closed", Agent }, { "POST", $"callbacks/{None}/take", Supervisor }, { "POST", $"callbacks/{None}/done", Supervisor }, { "POST", $"callbacks/{None}/unreachable", Supervisor },
        { "GET", "prompts", Dispatcher },
        { "GET", "surges", Dispatcher }, { "POST", "surges", Agent }, { "DELETE", $"surges/{None}", Agent }, { "GET", $"surges/{None}/callers", Inspector },
        { "GET", "blacklist", Agent }, { "POST", "blacklist", Dispatcher }, { "POST", $"blacklist/{None}/decision", Agent }, { "POST", $"blacklist/{None}/lift", Agent },
        { "GET", $"calls/{None}/transcript/dropped", Agent }, { "POST", $"calls/{None}/recording/hold", Agent }, { "POST", $"calls/{None}/recording/release", Agent },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task The_wrong_role_is_forbidden_and_a_stranger_is_asked_to_sign_in(string method, string path, string account)
    {
        object? body = method is "GET" or "DELETE" ? null : new { reason = "试试" };
        using var other = await host.SignedInAsync(account);
        using var stranger = await host.ClientAsync();
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), ((await other.SendAsync(method, path, body)).Status, (await stranger.SendAsync(method, path, body)).Status));
    }

    /// <summary>Who sends what where, the field that is wrong, and a word of the fix.</summary>
    public static TheoryData<string, string, string, string, string, string> Wrong => new()
    {
        { Agent, "POST", "seat/not-ready", """{"reason":"喝茶"}""", "reason", "meal（用餐）" }, { Agent, "POST", "seat/not-ready", "{}", "reason", "rest（小休）" },
        { Agent, "POST", "seat/wrap-up/extend", """{"reason":"补录"}""", "seconds", "1 至 3600" }, { Agent, "POST", "seat/wrap-up/extend", """{"seconds":30}""", "reason", "1 至 100" },
        { Supervisor, "PUT", "seats/1001/state", """{"state":"flying","reason":"试试"}""", "state", "notReady" }, { Supervisor, "PUT", "seats/1001/state", """{"state":"ready"}""", "reason", "1 至 100" },
        { Supervisor, "PUT", "seats/1001/state", """{"state":"talking","reason":"试试"}""", "state", "notReady" },
        { Supervisor, "POST", "seats/1001/rest", """{"minutes":0,"reason":"试试"}""", "minutes", "1 至 240" }, { Supervisor, "POST", "seats/1001/rest", """{"minutes":5}""", "reason", "1 至 100" },
        { Supervisor, "PUT", "agents/1001/skills", """{"dialect:yue":9}""", "dialect:yue", "0 至 5" },
        { Supervisor, "GET", "seats/history?from=yesterday", "", "from", "ISO 8601" }, { Supervisor, "GET", "seats/times?to=soon", "", "to", "ISO 8601" },
        { Supervisor, "GET", "seats/history?from=2026-11-02&to=2026-11-01", "", "from", "早于" }, { Supervisor, "GET", "seats/times?from=2026-01-01&to=2026-11-01", "", "from", "31 天" },
        { Supervisor, "POST", "calls/of-number", """{"number":"13800001234"}""", "purpose", "200" }, { Supervisor, "POST", "calls/of-number", """{"purpose":"本人查询","number":"me"}""", "number", "3 至 20 位" },
        { Agent, "POST", "calls", """{"number":"13800001234"}""", "purpose", "200" }, { Agent, "POST", "calls", """{"purpose":"回访"}""", "number", "二者填一" },
        { Agent, "POST", "calls", """{"purpose":"回访","number":"13800001234","ticket":"1"}""", "number", "二者填一" }, { Agent, "POST", "calls", """{"purpose":"回访","number":"call me"}""", "number", "数字" },
        { Agent, "POST", "calls", """{"purpose":"回访","number":"110"}""", "number", "一键转接" }, { Agent, "POST", "calls", """{"purpose":"回访","number":"0085212345678"}""", "number", "国际" },
        { Agent, "POST", "relay-calls", """{"phone":"13800001234"}""", "ticket", "工单号" }, { Agent, "POST", "relay-calls", """{"ticket":"1"}""", "phone", "请填写您自己的电话" },
        { Agent, "POST", $"callbacks/{None}/done", "{}", "result", "1 至 500" }, { Agent, "POST", $"callbacks/{None}/unreachable", """{"result":" "}""", "result", "1 至 500" },
        { Supervisor, "POST", "surges", """{"ticket":"1","until":"2099-01-01T00:00:00Z"}""", "text", "1 至 200" }, { Supervisor, "POST", "surges", """{"text":"停水"}""", "ticket", "工单编号" },
        { Supervisor, "POST", "surges", """{"text":"停水","ticket":"1","until":"2020-01-01T00:00:00Z"}""", "until", "72 小时" }, { Supervisor, "POST", "surges", """{"prompt":"no-such"}""", "prompt", "/api/v1/prompts" },
        { Supervisor, "POST", "surges", """{"lines":["12345","hotline"]}""", "lines", "12345" }, { Supervisor, "POST", "surges", """{"audio":"not base64"}""", "audio", "WAV" }, { Supervisor, "POST", "surges", """{"audio":"AAAA"}""", "audio", "WAV" },
        { Agent, "POST", "blacklist", """{"number":"13800001234"}""", "reason", "1 至 200" }, { Agent, "POST", "blacklist", """{"reason":"骚扰"}""", "call", "number" },
        { Agent, "POST", "blacklist", """{"reason":"骚扰","number":"the one who shouts"}""", "number", "3 至 20 位" }, { Agent, "POST", "blacklist", $$"""{"reason":"骚扰","call":"{{None}}"}""", "call", "calls/live" },
        { Supervisor, "POST", $"blacklist/{None}/decision", """{"approve":true,"reason":"属实"}""", "days", "1 天" }, { Supervisor, "POST", $"blacklist/{None}/decision", """{"approve":false}""", "reason", "1 至 200" },
        { Supervisor, "POST", $"blacklist/{None}/lift", "{}", "reason", "1 至 200" },
        { Inspector, "POST", $"calls/{None}/recording/hold", "{}", "reason", "必填" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_input_is_refused_with_the_field_and_the_fix(string account, string method, string path, string json, string field, string fix)
    {
        using var person = await host.SignedInAsync(account);
        var (status, problem) = await person.SendAsync(method, path, json.Length == 0 ? null : System.Text.Json.Nodes.JsonNode.Parse(json));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(fix, (string)problem!["errors"]![field]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Agent, "POST", "seat/wrap-up/extend", """{"seconds":30,"reason":"补录"}""", "not-wrapping-up")]
    [InlineData(Agent, "POST", "seat/rest/take", "{}", "no-rest-offered")]
    [InlineData(Agent, "POST", "seat/rest/decline", "{}", "no-rest-offered")]
    [InlineData(Supervisor, "PUT", "seats/1999/state", """{"state":"ready","reason":"试试"}""", "seat-offline")]
    [InlineData(Supervisor, "POST", "seats/1999/rest", """{"minutes":5,"reason":"试试"}""", "seat-offline")]
    [InlineData(Agent, "POST", "calls", """{"purpose":"回访","ticket":"0000"}""", "no-such-ticket")]
    [InlineData(Agent, "POST", "relay-calls", """{"ticket":"0000","phone":"13800001234"}""", "no-such-ticket")]
    [InlineData(Agent, "POST", $"callbacks/{None}/take", "{}", "no-such-callback")]
    [InlineData(Agent, "POST", $"callbacks/{None}/done", """{"result":"已联系"}""", "no-such-callback")]
    [InlineData(Agent, "POST", "blacklist", """{"reason":"骚扰","number":"110"}""", "number-protected")]
    [InlineData(Supervisor, "POST", $"blacklist/{None}/decision", """{"approve":true,"reason":"属实","days":3}""", "not-under-review")]
    [InlineData(Supervisor, "POST", $"blacklist/{None}/lift", """{"reason":"误报"}""", "not-active")]
    [InlineData(Supervisor, "POST", $"calls/{None}/recording/release", "{}", "not-on-hold")]
    [InlineData(Agent, "POST", $"calls/{None}/answer", "{}", "not-offered-to-you")]
    [InlineData(Agent, "POST", $"calls/{None}/transfer-to-110", "{}", "cannot-transfer")]
    [InlineData(Agent, "DELETE", $"relay-calls/{None}", "", "call-over")]
    public async Task What_cannot_be_done_now_is_refused_with_a_code_two_languages_and_what_is_allowed(string account, string method, string path, string json, string code)
    {
        using var person = await host.SignedInAsync(account);
        var (status, problem) = await person.SendAsync(method, path, json.Length == 0 ? null : System.Text.Json.Nodes.JsonNode.Parse(json));
        Assert.Equal((HttpStatusCode.Conflict, code, $"urn:hotline:{code}"), (status, (string?)problem!["code"], (string?)problem["type"]));
        Assert.Matches("[\u4e00-\u9fff]", (string)problem["detail"]!);
        Assert.Matches("^[A-Z0-9][ -~]+[.]$", (string)problem["english"]!);
        Assert.NotNull(problem["allowed"]!.AsArray());
    }

    [Theory]
    [InlineData(Agent, "GET", $"queues/places/{None}")]
    [InlineData(Agent, "GET", $"relay-calls/{None}")]
    [InlineData(Supervisor, "GET", $"surges/{None}/callers")]
    [InlineData(Supervisor, "DELETE", $"surges/{None}")]
    [InlineData(Supervisor, "GET", $"calls/{None}/transcript/dropped")]
    [InlineData(Inspector, "POST", $"calls/{None}/recording/hold")]
    [InlineData(Agent, "POST", "callbacks/7/take")]
    public async Task What_is_not_there_is_not_found_and_that_is_said(string account, string method, string path)
    {
        using var person = await host.SignedInAsync(account);
        var (status, problem) = await person.SendAsync(method, path, method == "POST" ? new { reason = "投诉复核" } : null);
        Assert.Equal(HttpStatusCode.NotFound, status);
        if (path.Contains(None, StringComparison.Ordinal)) Assert.NotNull(problem!["english"]);
    }
}
