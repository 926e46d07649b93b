using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Tests.Enterprises;

public sealed class CompanyApiTests
{
    private const string Code = "91350100M000100Y43";

    [Fact]
    public async Task The_enterprise_line_shows_the_companys_card()
    {
        await using var host = await ApiHost.StartAsync();
        await AcceptAsync(host, "许可证迟迟不批", "13900005678");
        await AcceptAsync(host, "园区断电", "13900005678");
        await AcceptAsync(host, "政策咨询", "13900009999");
        var (status, card) = await host.GetAsync($"companies/{Code.ToLowerInvariant()}", Sample.Agent);
        Assert.Equal((200, "福建某某信息科技有限公司", 2, 3, 3), (status, (string)card!["name"]!, (int)card["contacts"]!, (int)card["ticketsAltogether"]!, (int)card["ticketsOpen"]!));
        Assert.Equal(["政策咨询", "园区断电", "许可证迟迟不批"], card["tickets"]!.AsArray().Select(t => (string)t!["title"]!));
        Assert.DoesNotContain("13900005678", card.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal(204, (await host.SendAsync(HttpMethod.Put, $"companies/{Code}", Sample.Agent, new { name = "福建某某科技股份有限公司", address = "福州市" })).Status);
        await AcceptAsync(host, "再次来电", "13900005678");
        Assert.Equal("福建某某科技股份有限公司", (string)(await host.GetAsync($"companies/{Code}", Sample.Agent)).Body!["name"]!);
    }

    [Fact]
    public async Task Contact_persons_are_sealed_and_every_look_is_written_down()
    {
        await using var host = await ApiHost.StartAsync();
        await AcceptAsync(host, "园区断电", "13900005678");
        var db = host.Services.GetRequiredService<NpgsqlDataSource>();
        var sealedRow = (await db.ReadAsync("select sealed from tickets.company_contact", [], row => row.GetFieldValue<byte[]>(0), Ct)).Single();
        Assert.Equal(-1, sealedRow.AsSpan().IndexOf("13900005678"u8));

        Assert.Equal(["purpose"], await ErrorsAsync(host.PostAsync($"companies/{Code}/contacts", Sample.Agent, new { })));
        Assert.Equal(403, (await host.PostAsync($"companies/{Code}/contacts", Sample.WaterClerk, new { purpose = "联系" })).Status);
        var (_, contacts) = await host.PostAsync($"companies/{Code}/contacts", Sample.Agent, new { purpose = "回电核实" });
        Assert.Equal(("陈经理", "13900005678"), ((string)contacts![0]!["name"]!, (string)contacts[0]!["phone"]!));
        Assert.Equal(["回电核实"], await db.ReadAsync("select purpose from tickets.company_contact_view", [], row => row.GetString(0), Ct));
    }

    [Fact]
    public async Task What_comes_by_the_enterprise_line_or_from_a_company_is_never_public()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.True(await NeverPublicAsync(host, new { type = "help", title = "甲", text = "乙", line = "enterprise" }));
        Assert.True(await NeverPublicAsync(host, new { type = "help", title = "甲", text = "乙", company = new { creditCode = Code, name = "某公司" } }));
        Assert.False(await NeverPublicAsync(host, new { type = "help", title = "甲", text = "乙", line = "urban" }));
    }

    [Fact]
    public async Task Bad_codes_and_lines_name_their_field()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(["company.creditCode"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "甲", text = "乙", company = new { creditCode = "91350100M000100Y44", name = "某公司" } })));
        Assert.Equal(["company.name"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "甲", text = "乙", company = new { creditCode = Code } })));
        Assert.Equal(["line"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "甲", text = "乙", line = "nowhere" })));
        Assert.Equal(["kind"], await ErrorsAsync(host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "甲", text = "乙", kind = "whistle" })));
        Assert.Equal(["code"], await ErrorsAsync(host.GetAsync("companies/123", Sample.Agent)));
        Assert.Equal(404, (await host.GetAsync("companies/9144030071526726XG", Sample.Agent)).Status);
        Assert.Equal(403, (await host.GetAsync($"companies/{Code}", Sample.WaterClerk)).Status);
    }

    [Fact]
    public async Task A_request_with_a_point_or_a_place_gets_its_town_and_grid()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(("laocheng", "chengguan", "chengguan-03"), await WhereAsync(host, new { type = "help", title = "甲", text = "乙", at = new { longitude = 106.80, latitude = 39.6485 } }));
        Assert.Equal(("laocheng", "chengguan", "chengguan-03"), await WhereAsync(host, new { type = "help", title = "甲", text = "乙", place = "康宁路口" }));
        Assert.Equal(("laocheng", "chengguan", null), await WhereAsync(host, new { type = "help", title = "甲", text = "乙", place = "金水路18号" })); // runs through two grids
        Assert.Equal((null, null, null), await WhereAsync(host, new { type = "help", title = "甲", text = "乙", place = "某处" }));
        Assert.Equal(("binhai", null, null), await WhereAsync(host, new { type = "help", title = "甲", text = "乙", place = "康宁路口", district = "binhai" })); // what was said stays
    }

    private static async Task<(string?, string?, string?)> WhereAsync(ApiHost host, object request)
    {
        var facts = await FactsAsync(host, request);
        return ((string?)facts["district"], (string?)facts["town"], (string?)facts["grid"]);
    }

    private static async Task<bool> NeverPublicAsync(ApiHost host, object request) => (bool?)(await FactsAsync(host, request))["neverPublic"] ?? false;

    private static async Task<JsonNode> FactsAsync(ApiHost host, object request)
    {
        var (status, receipt) = await host.PostAsync("tickets", Sample.Agent, request);
        Assert.True(status == 201, receipt?.ToJsonString());
        return (await host.GetAsync($"tickets/{receipt!["number"]}", Sample.Supervisor)).Body!["facts"]!;
    }

    private static async Task AcceptAsync(ApiHost host, string title, string phone)
    {
        var (status, body) = await host.PostAsync("tickets", Sample.Agent, new
        {
            type = "complaint", title, text = "请协调", line = "enterprise", requesterName = "陈经理", phone, company = new { creditCode = "91350100 M000100Y43", name = "福建某某信息科技有限公司" },
        });
        Assert.True(status == 201, body?.ToJsonString());
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.True(status == 400, $"{status} {body?.ToJsonString()}");
        return body!["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal);
    }
}
