using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Hotline.Bench;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Tests.Http;

/// <summary>The mixed load of bench/tickets: that it is one of all commands, and that each of its ways can be gone to the end.</summary>
public sealed partial class WaysTests
{
    private static readonly string[] OfTickets = ["tickets", "reports", "whistles", "exclusions", "corrections", "recalls"];

    // what only looks, the same command for many at once, and who inside the unit has the ticket, which is no event of it
    private static readonly string[] NoCommand =
        ["tickets/duplicates", "tickets/{}/requester", "tickets/{}/attachments/{}/original", "corrections/send", "tickets/{}/assignments", "tickets/{}/assignments/end"];

    [Fact]
    public async Task The_mix_holds_every_address_by_which_HTTP_changes_a_ticket()
    {
        await using var host = await ApiHost.StartAsync();
        var offered = host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(e => Hole().Replace(e.RoutePattern.RawText!.Trim('/')["api/v1/".Length..].TrimEnd('/'), "{}"))
            .Where(a => OfTickets.Contains(a.Split('/')[0])).Except(NoCommand).ToList();
        var sent = Ways.Mix.SelectMany(w => w).Where(d => !d.Looks).Select(d => Place().Replace(d.Address.Split('?')[0], "{}")).ToHashSet();
        Assert.True(offered.Count > 50, $"only {offered.Count} were found");
        Assert.Empty(offered.Where(a => !sent.Contains(a)).Order());
    }

    [Fact]
    public void The_mix_holds_every_step_of_the_table_that_people_take()
    {
        var sent = Ways.Mix.SelectMany(w => w).Select(d => d.Address.Split('?')[0].Split('/')[^1]).ToHashSet();
        var steps = Transitions.Table.Where(t => t.By.Any(r => r != Role.System)).Select(t => t.Step).Distinct().Select(s => s switch
        {
            Step.Accept => "tickets",
            Step.Attach => "attachments",
            Step.Rate => "rating",
            Step.CorrectReply => "send",
            _ => s.Code(),
        });
        Assert.Empty(steps.Where(s => !sent.Contains(s)).Order());
    }

    [Fact]
    public async Task Every_way_can_be_gone_to_its_end()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var way in Ways.Mix.Distinct())
        {
            var life = new Life((deed, address, body) => Send(host, deed, address, body));
            foreach (var deed in way) life.Do(deed);
            Assert.Equal(200, (await host.GetAsync($"tickets/{life.Number}", Sample.Supervisor)).Status);
        }
    }

    private static Told Send(ApiHost host, Deed deed, string address, string body)
    {
        using var request = new HttpRequestMessage(deed.Looks ? HttpMethod.Get : HttpMethod.Post, address);
        if (!deed.Looks) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(deed.ContentType) } };
        if (deed.Account is { } account) request.Headers.Add("X-Actor", account);
        using var answer = host.Client.Send(request, Ct);
        using var text = new StreamReader(answer.Content.ReadAsStream(Ct));
        return new((int)answer.StatusCode, text.ReadToEnd());
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex("%[a-z]+%", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
