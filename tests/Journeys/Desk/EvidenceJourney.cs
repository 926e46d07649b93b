using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>What the desk makes of a call's words: evidence that can be heard, dangers that stand out; and a ticket by keys alone.</summary>
[Collection(nameof(CityDay))]
public sealed class EvidenceJourney(CityAround host, Browser browser, ITestOutputHelper output)
{
    private const int MostKeys = 12;
    private static readonly TimeSpan CardWithin = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_field_filled_from_the_call_plays_its_two_seconds_and_marks_the_line_and_the_listening_is_written_down()
    {
        Assert.SkipUnless(Checkout.HasSpeech, "There is no speech library below .data/whisper: ./hotline builds it where a compiler can be installed.");
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010071");
        await agent.AnswerAsync();
        var place = agent.Page.Locator("[data-evidence=place]");
        await Expect(place).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(agent.Page.Locator("#place")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("工人新村"));
        await Task.Delay(2500, TestContext.Current.CancellationToken); // whole seconds are on the disk
        var heard = agent.Page.WaitForResponseAsync(r => r.Url.Contains("/recording/clip", StringComparison.Ordinal));
        await place.ClickAsync();
        var clip = await heard;
        Assert.Equal(200, clip.Status);
        await Expect(agent.Page.Locator(".said li.marked")).ToContainTextAsync("工人新村");
        await Expect(agent.Page.Locator(".said li.marked")).ToBeInViewportAsync();
        await agent.ShootAsync("desk-evidence");

        var call = new Uri(clip.Url).Segments[4].TrimEnd('/');
        using var other = await host.ClientAsync("1002");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await other.GetAsync($"calls/{call}/recording/clip?from=1&to=3")).Status);
        using var own = await host.ClientAsync("1001");
        Assert.InRange((await own.BytesAsync("calls" + new Uri(clip.Url).PathAndQuery.Split("/calls")[1])).Length, 16_000, 33_000); // two seconds of stereo A-law
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await own.GetAsync($"calls/{call}/recording/clip?from=1&to=30")).Status);
        await agent.PressAsync("F8");
        await citizen.Over;
        await UntilAsync($"select 1 from telephony.call_event where call_id = '{call}' and kind = 'listened'");
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");
    }

    [Fact]
    public async Task Words_of_danger_put_a_card_before_the_agent_and_a_denial_does_not_and_a_false_alarm_is_kept()
    {
        Assert.SkipUnless(Checkout.HasSpeech, "There is no speech library below .data/whisper: ./hotline builds it where a compiler can be installed.");
        using var rescue = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        var robbery = await File.ReadAllBytesAsync(Checkout.Samples("calls", "robbery.citizen.wav"), TestContext.Current.CancellationToken);
        var late = Path.Combine(host.Data, "robbery.wav"); // speaks once the agent is there: words before are nobody's
        await File.WriteAllBytesAsync(late, [.. robbery[..44], .. new byte[8 * 16_000], .. robbery[44..]], TestContext.Current.CancellationToken);
        using var citizen = await Caller.CallAsync(host, "13800010072", wav: late);
        await agent.AnswerAsync();
        await agent.Page.EvaluateAsync(
            """
            () => new MutationObserver(() => {
              if ([...document.querySelectorAll(".said .citizen-said")].some(l => l.textContent.includes("抢劫"))) window.lineAt ??= Date.now();
              if (document.querySelector("[data-danger]")) window.cardAt ??= Date.now();
            }).observe(document.body, { childList: true, subtree: true, characterData: true })
            """);
        await Expect(agent.Page.Locator("[data-danger='110']")).ToContainTextAsync("抢劫", new() { Timeout = 60_000 });
        await Expect(agent.Page.Locator(".said .citizen-said").Filter(new() { HasText = "受伤" }).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(agent.Page.Locator("[data-danger='110']")).ToBeVisibleAsync(); // and no 120
        await agent.ShootAsync("desk-danger");
        Assert.True(await agent.Page.EvaluateAsync<bool>("() => document.querySelector('.danger-card').getBoundingClientRect().bottom <= document.querySelector('.said').getBoundingClientRect().top")); // what was said stays readable
        await WithinAsync(agent, "抢劫");
        await agent.PressAsync("Control+F12");
        await Expect(agent.Page.Locator("[data-danger]")).ToHaveCountAsync(0);
        await UntilAsync("select 1 from desk.false_alarm where agent = '1001' and word = '抢劫' and call_id is not null");
        await agent.PressAsync("F8");
        await citizen.Over;
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");
    }

    [Fact]
    public async Task From_ring_to_finished_ticket_it_takes_at_most_twelve_keys_beside_the_text()
    {
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        var silence = Path.Combine(host.Data, "nothing.wav");
        await File.WriteAllBytesAsync(silence, new byte[44], TestContext.Current.CancellationToken);
        using var citizen = await Caller.CallAsync(host, "13800010073", wav: silence); // no word of it is heard: nothing is filled in
        var keys = 0;
        await Expect(agent.Page.Locator("[data-call=Offered]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await KeyAsync("F2");
        await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("#phone")).ToHaveValueAsync("13800010073");
        await KeyAsync("Control+ArrowDown");
        await Expect(agent.Page.Locator("#type")).ToBeFocusedAsync();
        await KeyAsync("ArrowDown");
        await KeyAsync("ArrowDown");
        await KeyAsync("Control+ArrowDown");
        await Expect(agent.Page.Locator("#title")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("路灯不亮");
        await KeyAsync("Control+ArrowDown");
        await Expect(agent.Page.Locator("#text")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("建设路的路灯三天没亮了");
        await KeyAsync("Control+Enter");
        await Expect(agent.Page.Locator("[data-receipt=number]")).ToBeVisibleAsync();
        await agent.ShootAsync("desk-receipt-say");
        await KeyAsync("F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        Assert.InRange(keys, 1, MostKeys);
        await citizen.Over;
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");

        Task KeyAsync(string key)
        {
            keys++;
            return agent.PressAsync(key);
        }
    }

    /// <summary>
    /// The card is there within three seconds of the word in the transcript. How long it took from the mouth is told beside it: that hangs on how
    /// much of the machine the recognition had, and both read the same clock.
    /// </summary>
    private async Task WithinAsync(Visitor agent, string word)
    {
        const string said = """
            select (extract(epoch from c.answered_at) * 1000 + s.start_ms + (s.end_ms - s.start_ms) * (position($1 in s.text) - 1 + char_length($1)) / char_length(s.text)::numeric)::float8
            from telephony.transcript_segment s join telephony.call c on c.id = s.call_id where position($1 in s.text) > 0 order by c.arrived_at desc, s.start_ms limit 1
            """;
        await using var db = NpgsqlDataSource.Create(host.Database);
        var spoken = await db.ReadAsync(said, [word], row => row.GetDouble(0), TestContext.Current.CancellationToken);
        var (line, card) = (await agent.Page.EvaluateAsync<double>("() => window.lineAt"), await agent.Page.EvaluateAsync<double>("() => window.cardAt"));
        if (spoken is [var mouth]) output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"From the spoken word to the card: {(card - mouth) / 1000:0.00} s"));
        Assert.InRange(card - line, -CardWithin.TotalMilliseconds, CardWithin.TotalMilliseconds);
    }

    private async Task UntilAsync(string sql)
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        for (var left = 100; (await db.ReadAsync(sql, [], _ => 1, TestContext.Current.CancellationToken)).Count == 0; left--)
        {
            Assert.True(left > 0, "It was never written down.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
