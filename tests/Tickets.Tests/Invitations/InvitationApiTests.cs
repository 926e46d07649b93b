using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Tests.Invitations;

public sealed class InvitationApiTests
{
    [Fact]
    public async Task A_citizen_looks_rates_once_and_reopens_within_the_days()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.ApprovedAsync();
        var code = await CodeAsync(host, number);
        var (status, view) = await host.PostAsync("invitations/look", null, new { code, number });
        Assert.Equal((200, number, "survey", true, true, "已抢修"), (status, (string)view!["number"]!, (string)view["purpose"]!, (bool)view["mayRate"]!, (bool)view["mayReopen"]!, (string)view["unifiedReply"]!));
        Assert.DoesNotContain("13900001234", view.ToJsonString());
        Assert.DoesNotContain("张先生", view.ToJsonString());

        var (bad, problem) = await host.PostAsync("invitations/rating", null, new { code, satisfaction = "satisfied" });
        Assert.Equal((400, "solved"), (bad, problem!["errors"]!.AsObject().Single().Key)); // solved is asked first
        Assert.Equal(204, (await host.PostAsync("invitations/rating", null, new { code, number, solved = true, satisfaction = "satisfied" })).Status);
        var (twice, used) = await host.PostAsync("invitations/rating", null, new { code, solved = false, satisfaction = "dissatisfied" });
        Assert.Equal((409, "urn:hotline:refused:link-used"), (twice, (string)used!["type"]!));
        Assert.NotEmpty((string)used["english"]!);
        Assert.Equal(204, (await host.PostAsync("invitations/reopen", null, new { code, words = "又停水了" })).Status);
        Assert.Equal("in-redo", (string)(await host.GetAsync($"tickets/{number}", Sample.Supervisor)).Body!["stateName"]!);
        var (again, allowed) = await host.PostAsync("invitations/reopen", null, new { code, words = "又停水了" });
        Assert.Equal((409, true), (again, allowed!["allowed"]!.AsArray().Count > 0)); // what the citizen may do instead
    }

    [Fact]
    public async Task Wrong_expired_foreign_and_worn_out_codes_are_refused_each_in_its_way()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.ApprovedAsync();
        var (other, _) = await host.AcceptedAsync();
        var code = await CodeAsync(host, number);
        foreach (var wrong in new[] { null, "", "123", "!!!!!!!!!!!!", new string('a', 500) }) Assert.Equal(400, (await host.PostAsync("invitations/look", null, new { code = wrong })).Status);
        Assert.Equal(400, (await host.PostAsync("invitations/look", null, new { code, number = "1" })).Status);
        Assert.Equal(400, (await host.PostAsync("invitations/look", null, new { code, ticket = number })).Status); // no such field
        Assert.Equal(404, (await host.PostAsync("invitations/look", null, new { code = "aaaaaaaaaaaa" })).Status);
        Assert.Equal(404, (await host.PostAsync("invitations/rating", null, new { code, number = other, solved = true, satisfaction = "satisfied" })).Status);
        Assert.Equal(400, (await host.PostAsync("invitations/reopen", null, new { code, words = new string('长', 501) })).Status);

        await ChangeAsync(host, "tries = 10");
        Assert.Equal("urn:hotline:refused:link-tried-too-often", (string)(await host.PostAsync("invitations/rating", null, new { code, solved = true, satisfaction = "satisfied" })).Body!["type"]!);
        await ChangeAsync(host, "tries = 0, expires_at = now() - interval '1 second'");
        foreach (var (path, body) in new (string, object)[] { ("look", new { code }), ("rating", new { code, solved = true, satisfaction = "satisfied" }), ("reopen", new { code, words = "没修好" }) })
        {
            var (status, problem) = await host.PostAsync("invitations/" + path, null, body);
            Assert.Equal((409, "urn:hotline:refused:link-expired"), (status, (string)problem!["type"]!));
        }

        Assert.Equal("awaiting-follow-up", (string)(await host.GetAsync($"tickets/{number}", Sample.Supervisor)).Body!["stateName"]!);
        for (var i = 0; i < 18; i++) await host.PostAsync("invitations/look", null, new { code = "aaaaaaaaaaaa" });
        var (many, blocked) = await host.PostAsync("invitations/look", null, new { code });
        Assert.Equal((429, true), (many, (int)blocked!["retryAfterSeconds"]! > 0));
    }

    [Fact]
    public async Task The_gateway_hands_in_the_answer_to_a_message_and_nobody_else_does()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await host.ApprovedAsync();
        await CodeAsync(host, number);
        var message = (await host.GetAsync($"tickets/{number}/letters", Sample.Supervisor)).Body!.AsArray().Single(l => (string)l!["kind"]! == "replied")!["deliveries"]!.AsArray().Single(d => (string)d!["channel"]! == "sms")!["id"];
        Assert.Equal(401, (await host.PostAsync($"deliveries/{message}/answer", null, new { text = "2" })).Status);
        Assert.Equal(403, (await host.PostAsync($"deliveries/{message}/answer", Sample.WaterClerk, new { text = "2" })).Status);
        Assert.Equal(400, (await host.PostAsync($"deliveries/{message}/answer", Sample.Administrator, new { text = " " })).Status);
        Assert.Equal(404, (await host.PostAsync($"deliveries/{Guid.NewGuid()}/answer", Sample.Administrator, new { text = "2" })).Status);
        Assert.Equal(409, (await host.PostAsync($"deliveries/{message}/answer", Sample.Administrator, new { text = "好的" })).Status);
        Assert.Equal(204, (await host.PostAsync($"deliveries/{message}/answer", Sample.Administrator, new { text = "2 五楼没水" })).Status);
        var redo = Assert.Single((await host.GetAsync("supervision/redos", Sample.Supervisor)).Body!.AsArray())!;
        Assert.Equal((1, "五楼没水"), ((int)redo["redos"]!, (string)redo["words"]!)); // the supervisor reads it
        Assert.Equal("in-redo", (string)(await host.GetAsync($"tickets/{number}", Sample.Supervisor)).Body!["stateName"]!);
    }

    private static Task<int> ChangeAsync(ApiHost host, string what) => host.Services.GetRequiredService<NpgsqlDataSource>().ExecuteAsync($"update tickets.invitation set {what}", [], Ct);

    /// <summary>From the letter itself, which leaves only outside the quiet hours. The feed brings the event within about a second.</summary>
    private static async Task<string> CodeAsync(ApiHost host, string number)
    {
        var (db, key) = (host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<PersonalDataKey>());
        while (true)
        {
            var letters = await db.ReadAsync(
                "select l.id, l.sealed from tickets.letter l join tickets.ticket t on t.id = l.ticket_id where t.number = $1 and l.kind = 'replied'", [number.Replace("-", "", StringComparison.Ordinal)],
                row => key.Open<SealedLetter>(row.GetFieldValue<byte[]>(1), row.GetGuid(0).ToString()), Ct);
            if (letters is [var letter]) return letter.Invitation!;
            await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
        }
    }
}
