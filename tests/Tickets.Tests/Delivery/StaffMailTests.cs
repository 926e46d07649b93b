using Hotline.Tickets.Delivery;

namespace Hotline.Tickets.Tests.Delivery;

public sealed class StaffMailTests
{
    private static readonly MessageFile Report = new("日报 2026-11-21.docx", "application/octet-stream", [1, 2, 3]);

    [Fact]
    public async Task A_report_goes_to_each_receiver_once_with_its_file_and_says_how_far_it_came()
    {
        await using var post = await PostHouse.OpenAsync();
        var mail = new StaffMail(post.House.Db, post.House.Key, post.House.Clock);
        (Guid, string) one = (Guid.NewGuid(), "duty@example.gov.cn"), other = (Guid.NewGuid(), "mayor@example.gov.cn");
        await mail.QueueAsync("report", "【12345】日报", "本期受理 3 件", Report, [one, other], Ct);
        await mail.QueueAsync("report", "【12345】日报", "本期受理 3 件", Report, [one], Ct); // another host, or a second try
        Assert.Equal(DeliveryState.Queued, (await mail.StatesAsync([one.Item1], Ct))[one.Item1].State);

        post.Gateway.Answer = m => m.Address.StartsWith("mayor", StringComparison.Ordinal) ? new SendResult.Refused("no-mailbox", ForGood: true) : null;
        await post.SendAsync();
        var sent = Assert.Single(post.Gateway.Taken);
        Assert.Equal(("duty@example.gov.cn", "【12345】日报", "本期受理 3 件"), (sent.Address, sent.Subject, sent.Text));
        Assert.Equal((Report.Name, 3), (sent.File!.Name, sent.File.Content.Length));
        var states = await mail.StatesAsync([one.Item1, other.Item1], Ct);
        Assert.Equal((DeliveryState.Sent, DeliveryState.Failed), (states[one.Item1].State, states[other.Item1].State));
        var failed = Assert.Single((await new FailedDeliveries(post.House.Db, new(post.House.Db, post.House.Clock), post.House.Clock).ReadAsync(1, 10, Ct)).Items);
        Assert.Equal(("report", "no-mailbox", true), (failed.Message, failed.Failure, failed.Again));
    }
}
