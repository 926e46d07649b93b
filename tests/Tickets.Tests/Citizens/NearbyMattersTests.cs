using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class NearbyMattersTests
{
    private static readonly Request Noise = new()
    {
        Type = RequestType.Complaint, Title = "钟楼巷夜间施工噪声扰民", Text = "钟楼巷工地夜里打桩，联系人张建国先生13911112222", Place = "钟楼巷3号楼2单元501室", Town = "zhonglou", Phone = "13911112222",
    };

    private static readonly ReportDraft Same = new() { Text = "钟楼巷夜间施工噪声扰民，工地夜里打桩睡不着", Title = "钟楼巷夜间施工噪声扰民", Place = "钟楼巷", Contact = ContactWay.None };

    [Fact]
    public async Task The_same_matter_near_is_shown_without_its_caller_and_whoever_joins_has_an_own_number_and_the_same_reply()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var first = await ground.House.AcceptAsync(Noise);
        var near = Assert.Single(await FindAsync(ground, Same));
        Assert.Equal((first.Id, "钟楼巷", 1), (near.Id, near.Place, near.People));
        Assert.DoesNotContain("张建国", near.Title, StringComparison.Ordinal);

        var sent = await ground.SendAsync(Same, near.Id);
        Assert.True(sent.JoinedOthers);
        Assert.NotEqual(first.Number, sent.Receipt.Number);
        Assert.Equal(first.Id, (await ground.House.Store.LoadAsync(sent.Receipt.Id, Ct))!.Ticket.MergedInto);
        Assert.Equal(2, Assert.Single(await FindAsync(ground, Same)).People); // and the next one is led to the same master
    }

    [Fact]
    public async Task Confidential_reported_old_far_and_other_matters_are_never_shown()
    {
        await using var ground = await CitizenGround.OpenAsync();
        await ground.House.AcceptAsync(Noise with { Confidential = true });
        await ground.House.AcceptAsync(Noise with { Type = RequestType.Report, Confidential = false });
        await ground.House.AcceptAsync(Noise with { Town = "bishui", Place = "碧水湾" });
        await ground.House.AcceptAsync(Noise with { Title = "钟楼巷路灯不亮", Text = "路灯坏了三天没人修" });
        Assert.Empty(await FindAsync(ground, Same));

        await ground.House.AcceptAsync(Noise);
        Assert.Single(await FindAsync(ground, Same));
        ground.House.Clock.Now += TimeSpan.FromDays(31);
        Assert.Empty(await FindAsync(ground, Same));
    }

    [Fact]
    public async Task A_master_that_ended_meanwhile_leaves_the_new_ticket_on_its_own()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var first = await ground.House.AcceptAsync(Noise);
        await ground.House.DoAsync(first.Id, new WithdrawTicket("不需要了"), Actor.Citizen);
        var sent = await ground.SendAsync(Same, first.Id);
        Assert.False(sent.JoinedOthers);
        Assert.Null((await ground.House.Store.LoadAsync(sent.Receipt.Id, Ct))!.Ticket.MergedInto);
    }

    private static async Task<IReadOnlyList<NearbyMatter>> FindAsync(CitizenGround ground, ReportDraft draft) =>
        await ground.Nearby.FindAsync(draft, await ground.Places.AreaAsync("town:zhonglou", Ct), Ct);
}
