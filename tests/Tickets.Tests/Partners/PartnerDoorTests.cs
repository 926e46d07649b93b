using Hotline.Tickets.Partners;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Partners;

/// <summary>The door a partner comes in by: its key, its fields, its lengths.</summary>
public sealed class PartnerDoorTests
{
    [Fact]
    public async Task A_partner_shows_its_key_and_a_wrong_field_is_named()
    {
        await using var host = await ApiHost.StartAsync(settings: [new("Partners:Lines:110:Key", "secret")]);
        Assert.Equal(401, (await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(1))).Status);
        Assert.Equal(401, (await host.PostAsync("partners/110/cases", Sample.Agent, PartnerHouse.Case(1))).Status);
        Assert.Equal(404, (await host.PostAsync("partners/999/cases", Sample.Administrator, PartnerHouse.Case(1))).Status);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        var (status, receipt) = await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(1));
        Assert.Equal((200, "acked"), (status, (string)receipt!["state"]!));
        var (wrong, problem) = await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(2) with { Title = null, Correlation = "a#b" });
        Assert.Equal((400, true), (wrong, problem!["errors"]!["correlation"] is not null));
        Assert.Equal(400, (await host.GetAsync("partners/110/ledger?day=soon", null)).Status);
        host.Client.DefaultRequestHeaders.Authorization = null;
        var (_, list) = await host.GetAsync("exchanges?list=to-sign", Sample.Dispatcher);
        Assert.Equal("J0001", (string)list!["items"]![0]!["correlation"]!);
        Assert.Equal(204, (await host.PostAsync($"exchanges/{(long)list["items"]![0]!["id"]!}/sign", Sample.Dispatcher)).Status);
        Assert.Equal(409, (await host.PostAsync($"exchanges/{(long)list["items"]![0]!["id"]!}/sign", Sample.Dispatcher)).Status);
    }

    [Fact]
    public async Task Without_the_key_no_body_is_read_and_a_long_one_is_not_taken()
    {
        await using var host = await ApiHost.StartAsync(settings: [new("Partners:Lines:110:Key", "secret")]);
        Assert.Equal(401, (await host.PostAsync("partners/110/cases", null, "{ this is no JSON")).Status);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(400, (await host.PostAsync("partners/110/cases", null, "{ this is no JSON")).Status);
        var words = new string('长', 200_000);
        Assert.Equal(413, (await host.PostAsync("partners/110/cases", null, PartnerHouse.Case(1) with { Text = words })).Status);
        Assert.Equal(413, (await host.PostAsync("partners/110/answers", null, new PartnerAnswer("1", null, null, words))).Status);
        var ledger = Enumerable.Range(0, 10_000).Select(no => new LedgerEntry("110", ExchangeKind.Case, $"J{no}", ExchangeState.Acked)); // a day's may be longer
        Assert.Equal(200, (await host.PostAsync("partners/110/ledger?day=2026-01-01", null, ledger)).Status);
    }

    [Fact]
    public async Task Whoever_guesses_keys_waits_before_the_next_is_looked_at()
    {
        await using var host = await ApiHost.StartAsync(settings: [new("Partners:Lines:110:Key", "secret"), new("Partners:WrongKeysPerMinute", "1")]);
        Assert.Equal(401, (await host.GetAsync("partners/110/ledger?day=2026-01-01", null)).Status);
        Assert.Equal(429, (await host.GetAsync("partners/110/ledger?day=2026-01-01", null)).Status);
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(429, (await host.GetAsync("partners/110/ledger?day=2026-01-01", null)).Status);
        Assert.Equal(200, (await host.GetAsync("partners/110/ledger?day=2026-01-01", Sample.Administrator)).Status);
    }
}
