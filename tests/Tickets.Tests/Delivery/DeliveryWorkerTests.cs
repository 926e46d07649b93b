using System.Text.Json.Nodes;
using Hotline.Tickets.Delivery;

namespace Hotline.Tickets.Tests.Delivery;

public sealed class DeliveryWorkerTests
{
    [Theory]
    [InlineData("2026-11-09T07:59:59+08:00", "2026-11-09T08:00:00+08:00")]
    [InlineData("2026-11-09T08:00:00+08:00", "2026-11-09T08:00:00+08:00")]
    [InlineData("2026-11-09T20:59:59+08:00", "2026-11-09T20:59:59+08:00")]
    [InlineData("2026-11-09T21:00:00+08:00", "2026-11-10T08:00:00+08:00")]
    [InlineData("2026-11-09T23:30:00+08:00", "2026-11-10T08:00:00+08:00")]
    [InlineData("2026-11-10T00:00:00+08:00", "2026-11-10T08:00:00+08:00")]
    public void Between_nine_in_the_evening_and_eight_in_the_morning_no_phone_rings(string at, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), QuietHours.Next(DateTimeOffset.Parse(at, null).ToUniversalTime(), Sample.Rules));

    [Fact]
    public async Task What_happens_at_night_is_on_the_page_at_once_and_on_the_phone_in_the_morning()
    {
        await using var post = await PostHouse.OpenAsync();
        post.House.Clock.Now = new DateTimeOffset(2026, 11, 9, 22, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
        var receipt = await post.House.AcceptAsync();
        await post.TellAsync();
        await post.SendAsync();
        Assert.Empty(post.Gateway.Taken);
        Assert.Equal(DeliveryState.Delivered, (await post.WayAsync(receipt.Id, LetterKind.Accepted, DeliveryChannel.Web)).State);
        post.House.Clock.Now = new DateTimeOffset(2026, 11, 10, 8, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
        await post.SendAsync();
        Assert.Single(post.Gateway.Taken);
    }

    [Fact]
    public async Task What_the_gateway_takes_is_sent_and_its_receipt_makes_it_delivered()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SentAsync(post);
        var way = await post.WayAsync(receipt, LetterKind.Accepted, DeliveryChannel.Sms);
        Assert.Equal((DeliveryState.Sent, 1, "r-" + way.Id.ToString("N")), (way.State, way.Tries, way.Receipt));
        Assert.True(await post.Worker.ReceiveAsync(way.Id, true, null, Ct));
        Assert.True(await post.Worker.ReceiveAsync(way.Id, false, "late", Ct)); // a second receipt changes nothing
        Assert.Equal(DeliveryState.Delivered, (await post.WayAsync(receipt, LetterKind.Accepted, DeliveryChannel.Sms)).State);
        Assert.False(await post.Worker.ReceiveAsync(Guid.NewGuid(), true, null, Ct));
        Assert.Empty(await post.File.CallsAsync(Ct));
    }

    [Fact]
    public async Task A_gateway_that_fails_is_tried_again_after_longer_and_longer_pauses_and_then_somebody_calls()
    {
        await using var post = await PostHouse.OpenAsync();
        post.Gateway.Answer = _ => throw new HttpRequestException("13900001234 refused");
        var receipt = await SentAsync(post);
        var pauses = new List<TimeSpan>();
        for (var way = await Way(); way.State == DeliveryState.Queued; way = await Way())
        {
            pauses.Add(way.NextAt!.Value - post.House.Clock.Now);
            post.House.Clock.Now = way.NextAt.Value;
            await post.SendAsync();
        }

        Assert.Equal([1, 5, 30, 120], pauses.Select(p => (int)p.TotalMinutes));
        var last = await Way();
        Assert.Equal((DeliveryState.Failed, 5, "HttpRequestException"), (last.State, last.Tries, last.Failure));
        var call = Assert.Single(await post.File.CallsAsync(Ct));
        Assert.Equal(("sms-failed", LetterKind.Accepted), (call.Reason, call.Letter));
        Assert.IsType<Decision.Happened>(await post.File.DoneAsync(call.Id, true, "已口头告知", Sample.Agent, Ct));
        Assert.Equal(DeliveryFile.NoOpenCall, await post.File.DoneAsync(call.Id, true, null, Sample.Agent, Ct));
        Assert.Empty(await post.File.CallsAsync(Ct));

        Task<DeliveryLine> Way() => post.WayAsync(receipt, LetterKind.Accepted, DeliveryChannel.Sms);
    }

    [Fact]
    public async Task A_number_that_does_not_exist_is_not_tried_again()
    {
        await using var post = await PostHouse.OpenAsync();
        post.Gateway.Answer = _ => new SendResult.Refused("unknown-number", ForGood: true);
        var receipt = await SentAsync(post);
        Assert.Equal((DeliveryState.Failed, 1), (await post.WayAsync(receipt, LetterKind.Accepted, DeliveryChannel.Sms)) is var w ? (w.State, w.Tries) : default);
        Assert.Single(await post.File.CallsAsync(Ct));
    }

    [Fact]
    public async Task A_message_that_was_taken_but_never_arrived_is_called_about()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SentAsync(post);
        var way = await post.WayAsync(receipt, LetterKind.Accepted, DeliveryChannel.Sms);
        await post.Worker.ReceiveAsync(way.Id, false, "phone-off", Ct);
        Assert.Equal((DeliveryState.Failed, "phone-off"), (await post.WayAsync(receipt, LetterKind.Accepted, DeliveryChannel.Sms)) is var w ? (w.State, w.Failure) : default);
        Assert.Single(await post.File.CallsAsync(Ct));
    }

    /// <summary>The host died after the gateway had taken the message and before it wrote that down.</summary>
    [Fact]
    public async Task A_message_whose_host_died_comes_again_under_the_same_key()
    {
        await using var post = await PostHouse.OpenAsync();
        using var dying = new CancellationTokenSource();
        post.Gateway.Answer = m =>
        {
            if (dying.IsCancellationRequested) return null;
            post.Gateway.Taken.Add(m);
            dying.Cancel();
            throw new OperationCanceledException(dying.Token);
        };
        var receipt = await post.House.AcceptAsync();
        await post.TellAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post.Worker.PassAsync(dying.Token));
        await post.SendAsync();
        Assert.Equal(DeliveryState.Queued, (await post.WayAsync(receipt.Id, LetterKind.Accepted, DeliveryChannel.Sms)).State); // leased still

        post.House.Clock.Now += TimeSpan.FromMinutes(1);
        await post.SendAsync();
        Assert.Equal((DeliveryState.Sent, 2), (await post.WayAsync(receipt.Id, LetterKind.Accepted, DeliveryChannel.Sms)) is var w ? (w.State, w.Tries) : default);
        Assert.Single(post.Gateway.Taken);
    }

    [Fact]
    public async Task Workers_side_by_side_send_each_message_once()
    {
        await using var post = await PostHouse.OpenAsync();
        for (var i = 0; i < 60; i++) await post.House.AcceptAsync();
        await post.TellAsync();
        var calls = 0;
        post.Gateway.Answer = _ =>
        {
            Interlocked.Increment(ref calls);
            return new SendResult.Taken("r");
        };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => post.SendAsync()));
        Assert.Equal(60, calls);
    }

    [Fact]
    public async Task The_file_channel_writes_one_whole_private_file_for_each_message_and_none_twice()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-outbox-");
        var channel = new FileChannel(new DeliveryOptions { Folder = Path.Combine(folder.FullName, "outbox") });
        var message = new OutgoingMessage("k1", DeliveryChannel.Sms, "13900001234", "受理", "您的诉求已受理");
        Assert.Equal("k1.json", Assert.IsType<SendResult.Taken>(await channel.SendAsync(message, Ct)).Receipt);
        await channel.SendAsync(message with { Text = "又一次" }, Ct);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder.FullName, "outbox", "sms")));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!;
        Assert.Equal(("13900001234", "您的诉求已受理", "sms"), ((string)json["address"]!, (string)json["text"]!, (string)json["channel"]!));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        folder.Delete(recursive: true);
    }

    private static async Task<TicketId> SentAsync(PostHouse post)
    {
        var receipt = await post.House.AcceptAsync();
        await post.TellAsync();
        await post.SendAsync();
        return receipt.Id;
    }
}
