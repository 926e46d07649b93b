using System.Collections.Concurrent;
using System.Net;
using Npgsql;

namespace Hotline.Journeys;

/// <summary>The host dies in the middle of its work; what it acknowledged it has, and what it owed it does once.</summary>
public sealed class CrashJourney(HotlineHost host) : IClassFixture<HotlineHost>
{
    [Fact]
    public async Task Every_acknowledged_ticket_is_there_after_a_kill()
    {
        var acknowledged = new ConcurrentDictionary<string, string>();
        var enough = new TaskCompletionSource();
        var clients = Enumerable.Range(0, 4).Select(i => AcceptUntilCutOffAsync(i, acknowledged, enough)).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await host.KillAsync();
        await Task.WhenAll(clients);

        await host.StartAsync();
        using var agent = await host.ClientAsync("1001");
        foreach (var (number, title) in acknowledged)
        {
            var (status, ticket) = await agent.GetAsync($"tickets/{number}");
            Assert.Equal((HttpStatusCode.OK, title), (status, (string?)ticket?["facts"]?["title"]));
        }

        Assert.Equal(acknowledged.Count, acknowledged.Keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(await ReadAsync("select id::text from tickets.ticket t where not exists (select 1 from tickets.event e where e.ticket_id = t.id and e.version = t.version)"));
    }

    [Fact]
    public async Task Every_clock_fires_once_although_the_host_is_killed_while_they_fire()
    {
        using (var agent = await host.ClientAsync("1001"))
        {
            foreach (var i in Enumerable.Range(1, 40)) await agent.AcceptAsync(Requests.Noise($"到期工单 {i}"));
        }

        await host.KillAsync();
        await ReadAsync(
            """
            with late as (
              update tickets.ticket set body = jsonb_set(body, '{clocks,0,dueAt}', '"2026-01-05T01:00:00+00:00"'), next_due_at = '2026-01-05T01:00:00Z'
              where title like '到期工单%' and body #> '{clocks,0,dueAt}' is not null returning id)
            update tickets.clock set due_at = '2026-01-05T01:00:00Z', fire_at = '2026-01-05T01:00:00Z' where ticket_id in (select id from late) returning name
            """);
        await host.StartAsync();
        await UntilAsync("select 'fired' from tickets.event where kind = 'clock-overdue' and ticket_id in (select id from tickets.ticket where title like '到期工单%') limit 1");
        await host.KillAsync();
        await host.StartAsync();

        await UntilAsync("select 'all' where not exists (select 1 from tickets.clock where fire_at <= now() and stopped_at is null)");
        var fired = await ReadAsync(
            """
            select t.title || ' ' || count(e.seq) from tickets.ticket t left join tickets.event e on e.ticket_id = t.id and e.kind = 'clock-overdue'
            where t.title like '到期工单%' group by t.title having count(e.seq) <> 1
            """);
        Assert.Empty(fired);
    }

    private async Task AcceptUntilCutOffAsync(int client, ConcurrentDictionary<string, string> acknowledged, TaskCompletionSource enough)
    {
        using var agent = await host.ClientAsync(client % 2 == 0 ? "1001" : "1002");
        try
        {
            for (var i = 0; ; i++)
            {
                var title = $"并发受理 {client}-{i}";
                var (number, _) = await agent.AcceptAsync(Requests.Noise(title));
                acknowledged[number] = title;
                if (acknowledged.Count >= 60) enough.TrySetResult();
            }
        }
        catch (HttpRequestException)
        {
            // cut off by the kill
        }
        catch (IOException)
        {
            // cut off in the middle of an answer: not acknowledged
        }
    }

    private async Task UntilAsync(string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await ReadAsync(sql)).Count == 0) await Task.Delay(50, patience.Token);
    }

    private async Task<List<string>> ReadAsync(string sql)
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        return await db.ReadAsync(sql, [], row => row.GetString(0), CancellationToken.None);
    }
}
