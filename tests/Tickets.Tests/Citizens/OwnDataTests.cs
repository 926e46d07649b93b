using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Retention;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class OwnDataTests
{
    private static readonly Request Named = TicketStory.Request with { RequesterName = "陈先生", Phone = "13800001234" };

    [Fact]
    public async Task Views_are_told_by_role_unit_and_time_and_never_by_name()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.AcceptAsync(Named);
        await new RequesterFile(ground.House.Db, ground.House.Key, ground.House.Clock).OpenAsync(receipt.Id, Sample.Dispatcher, "核对", Ct);
        ground.House.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(("陈＊＊", "138****1234"), Told(await ground.Own.ReadAsync(receipt.Id, proven: false, Ct)));
        Assert.Equal(("陈先生", "13800001234"), Told(await ground.Own.ReadAsync(receipt.Id, proven: true, Ct)));
        Assert.Equal(
            [new OwnView(Role.Citizen, null, ground.House.Clock.Now, true), new OwnView(Role.Dispatcher, null, ground.House.Clock.Now.AddMinutes(-1), false)], await ground.Own.ViewsAsync(receipt.Id, Ct));
    }

    [Fact]
    public async Task The_citizens_own_looks_are_told_once_a_day_and_a_call_put_through_for_a_unit_says_that_it_saw_nothing()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.AcceptAsync(Named);
        var file = new RequesterFile(ground.House.Db, ground.House.Key, ground.House.Clock);
        await file.OpenAsync(receipt.Id, new Actor("water", "李工", Role.System, Sample.Water), "联系诉求人（中继呼叫）", Ct);
        await file.OpenAsync(receipt.Id, Sample.Dispatcher, "核对", Ct);
        foreach (var later in new[] { 1, 1, 24 * 60 })
        {
            ground.House.Clock.Now += TimeSpan.FromMinutes(later);
            await ground.Own.ReadAsync(receipt.Id, proven: true, Ct);
        }

        var views = await ground.Own.ViewsAsync(receipt.Id, Ct);
        Assert.Equal([(Role.Citizen, false), (Role.Citizen, false), (Role.Dispatcher, false), (Role.System, true)], views.Select(v => (v.Role, v.Relayed)));
        Assert.Equal(ground.House.Clock.Now, views[0].At);
    }

    [Fact]
    public async Task A_mobile_is_proven_by_a_code_a_landline_by_a_call_and_nothing_needs_no_proof()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var mobile = (await ground.House.AcceptAsync(Named)).Id;
        Assert.Equal(ProofWay.Code, await ground.Own.ProofAsync(mobile, Ct));
        Assert.IsType<CodeSent.Sent>(await ground.Own.SendCodeAsync(mobile, "10.0.0.1", "zh", Ct));
        Assert.Equal("13800001234", ground.Channel.All[0].Address);
        Assert.Equal(CodeAnswer.Right, await ground.Own.ProveAsync(mobile, ground.Channel.LastCode, Ct));
        Assert.Equal(ProofWay.Call, await ground.Own.ProofAsync((await ground.House.AcceptAsync(Named with { Phone = "0473-3998000" })).Id, Ct));
        Assert.Equal(ProofWay.NotNeeded, await ground.Own.ProofAsync((await ground.House.AcceptAsync(Named with { Phone = null, RequesterName = null })).Id, Ct));
    }

    [Fact]
    public async Task What_is_corrected_is_what_staff_find_from_then_on()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.AcceptAsync(Named);
        Assert.IsType<Decision.Invalid>(await ground.Own.CorrectAsync(receipt.Id, "陈女士", "abc", Ct));
        Assert.IsType<Decision.Invalid>(await ground.Own.CorrectAsync(receipt.Id, "陈女士", "110", Ct)); // nobody of the city's people has so short a number
        Assert.IsType<Decision.Happened>(await ground.Own.CorrectAsync(receipt.Id, "陈女士", "139 0000 5678", Ct));
        Assert.Equal(("陈女士", "13900005678"), Told((await new RequesterFile(ground.House.Db, ground.House.Key, ground.House.Clock).OpenAsync(receipt.Id, Sample.Agent, "核对", Ct))!));
        var history = new RequesterHistory(ground.House.Db, ground.House.Key, ground.House.Clock);
        Assert.Single(await history.ReadAsync("13900005678", Sample.Agent, Ct));
        Assert.Empty(await history.ReadAsync("13800001234", Sample.Agent, Ct));
    }

    [Fact]
    public async Task Who_is_forgotten_is_gone_and_the_ticket_stays_but_not_while_open_or_on_hold()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.AcceptAsync(Named);
        Assert.Equal(ErasureAnswer.StillOpen, await ground.Own.EraseAsync(receipt.Id, Ct));
        await ground.House.DoAsync(receipt.Id, new WithdrawTicket("不需要了"), Actor.Citizen);
        var holds = new LegalHolds(ground.House.Db, ground.House.Clock);
        await holds.HoldAsync(receipt.Id, "诉讼", Sample.Auditor, Ct);
        Assert.Equal(ErasureAnswer.OnHold, await ground.Own.EraseAsync(receipt.Id, Ct));
        await holds.ReleaseAsync(receipt.Id, Sample.Auditor, Ct);
        Assert.Equal(ErasureAnswer.Done, await ground.Own.EraseAsync(receipt.Id, Ct));
        var lookup = new CitizenLookup(ground.House.Db, ground.House.Store, ground.House.Key, ground.House.Rules, ground.House.Clock);
        Assert.IsType<LookupResult.NotFound>(await lookup.FindAsync(receipt.Number, receipt.Code, "x", Ct));
        Assert.NotNull(await ground.House.File.ReadAsync(receipt.Number, Sample.Supervisor, Ct));
    }

    private static (string?, string?) Told(Requester r) => (r.Name, r.Phone);
}
