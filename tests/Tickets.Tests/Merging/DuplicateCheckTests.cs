using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Tests.Merging;

public sealed class DuplicateCheckTests
{
    private const string Zhang = "13900001234", Li = "13900005678";

    private static readonly (string Title, string Text)[][] Matters =
    [
        [("小区停水", "整栋楼停水两天，没有通知"), ("小区停水两天了", "我们这栋楼停水，没人通知"), ("停水没人管", "小区停水两天，没有通知，何时恢复")],
        [("夜间施工噪声扰民", "工地半夜打桩，噪声很大"), ("工地夜间施工", "半夜打桩施工噪声扰民"), ("施工噪声", "工地夜间打桩噪声大，无法休息")],
        [("路灯不亮", "路边路灯坏了好几盏，晚上很黑"), ("路灯坏了", "路灯不亮，晚上一片漆黑"), ("多盏路灯不亮", "晚上路灯坏了不亮")],
        [("暖气不热", "家里暖气不热，只有十三度"), ("供暖温度不达标", "暖气不热，室温十三度"), ("暖气片不热", "家里暖气温度低，不热")],
        [("垃圾清运不及时", "垃圾堆满没人清运，气味难闻"), ("垃圾没人清运", "垃圾桶堆满了，不及时清运"), ("垃圾堆满", "垃圾清运不及时，气味大")],
        [("井盖缺失", "人行道井盖不见了，很危险"), ("井盖丢失", "人行道上井盖缺失，危险"), ("路上缺井盖", "人行道井盖缺失，容易掉下去")],
    ];

    private static readonly string[] Places = ["金水路18号", "滨河小区3号楼", "解放大街与人民路口", "幸福里小区", "海勃湾车站南广场"];

    /// <summary>SIM-2: one person with one matter, many people with one matter, and neither, told apart.</summary>
    [Fact]
    public void Of_labelled_pairs_at_least_ninety_five_in_a_hundred_are_told_right()
    {
        var (right, all) = (0, 0);
        for (var m = 0; m < Matters.Length; m++)
        {
            foreach (var (a, i) in Matters[m].Select((t, i) => (t, i)))
            {
                for (var p = 0; p < Places.Length; p++)
                {
                    var asked = new Matter(a.Title, a.Text, Places[p], null);
                    var again = Matters[m][(i + 1) % 3];
                    Count(asked, new(again.Title, again.Text, Places[p], null), same: true);
                    Count(asked, new(again.Title, again.Text, Places[(p + 1) % Places.Length], null), same: false);
                    var other = Matters[(m + 1) % Matters.Length][i];
                    Count(asked, new(other.Title, other.Text, Places[p], null), same: false);
                }
            }
        }

        Assert.True(right >= 0.95 * all, $"{right} of {all}");

        void Count(Matter a, Matter b, bool same)
        {
            all++;
            if (Alikeness.Of(a, b, Sample.Rules).IsSameMatter == same) right++;
        }
    }

    [Fact]
    public async Task The_same_persons_open_matter_is_told_and_urged_and_a_closed_one_told_the_result()
    {
        await using var ground = await MergeGround.OpenAsync();
        var mine = await ground.House.AcceptAsync(Case(Zhang));
        await ground.House.DoAsync(mine.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        var found = Assert.Single(await FindAsync(ground, Zhang));
        Assert.Equal((mine.Number, DuplicateLabel.SamePerson, DuplicateAdvice.Urge, "安澜市供水集团"), (found.Number, found.Label, found.Advice, found.Holder));
        Assert.Contains("同一来电号码", found.Reasons);
        Assert.Equal(1, await ground.CountAsync("select count(*) from tickets.personal_data_view where purpose = '查重'"));

        var more = await Check(ground).FindAsync(Query(Zhang) with { Text = "院里停水两天，三号楼到六号楼都没有水，老人无法做饭，物业说水泵坏了，没有人来修" }, Sample.Agent, Ct);
        Assert.Equal(DuplicateAdvice.Supplement, Assert.Single(more).Advice);
        var closed = await ground.House.AcceptAsync(Case(Li) with { Answer = "今晚恢复供水" });
        Assert.Equal(DuplicateAdvice.TellResult, (await FindAsync(ground, Li)).Single(c => c.Number == closed.Number).Advice);
    }

    [Fact]
    public async Task Other_peoples_same_matter_within_72_hours_is_proposed_to_be_merged_into_its_master()
    {
        await using var ground = await MergeGround.OpenAsync();
        var (master, follower) = (await ground.House.AcceptAsync(Case("13911110000")), await ground.House.AcceptAsync(Case("13911110001")));
        await ground.House.AcceptAsync(Case("13911110002") with { Place = "人民路1号" });
        await ground.MergeAsync(master.Id, follower.Id);
        var found = await FindAsync(ground, Zhang);
        Assert.Equal([follower.Number, master.Number], found.Select(c => c.Number).OrderByDescending(n => n.Digits));
        Assert.All(found, c => Assert.Equal((DuplicateLabel.ManyPeople, DuplicateAdvice.Merge), (c.Label, c.Advice)));
        Assert.Equal(master.Number, found.Single(c => c.Number == follower.Number).Master);

        ground.House.Clock.Now += TimeSpan.FromHours(73);
        Assert.Empty(await FindAsync(ground, Zhang));
    }

    [Fact]
    public async Task Another_callers_confidential_ticket_is_never_shown_and_units_may_not_ask()
    {
        await using var ground = await MergeGround.OpenAsync();
        await ground.House.AcceptAsync(Case(Li) with { Confidential = true });
        Assert.Empty(await FindAsync(ground, Zhang));
        Assert.Single(await FindAsync(ground, Li)); // their own
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Check(ground).FindAsync(Query(Zhang), Sample.WaterClerk, Ct));
    }

    [Fact]
    public async Task Who_insists_gets_a_ticket_that_is_known_as_a_repetition()
    {
        await using var ground = await MergeGround.OpenAsync();
        var first = await ground.House.AcceptAsync(Case(Zhang));
        var second = await ground.House.AcceptAsync(Case(Zhang) with { DuplicateOf = first.Number.Digits, DuplicateReason = "认为是两次停水" });
        var relation = Assert.Single((await ground.Relations.ReadAsync(second.Id, Sample.Agent, Ct)).Related);
        Assert.Equal((first.Number, RelationKind.Duplicate, false, "认为是两次停水"), (relation.Number, relation.Kind, relation.Leads, relation.Reason));
        var wrong = await Assert.ThrowsAsync<InvalidRequestException>(() => ground.House.AcceptAsync(Case(Zhang) with { DuplicateOf = "123" }));
        Assert.Equal("duplicateOf", Assert.Single(wrong.Errors).Key);
    }

    private static Request Case(string phone) => TicketStory.Request with { Phone = phone, Place = "金水路18号" };

    private static DuplicateQuery Query(string phone) => new(phone, null, "金水路18号", "停水了", "院里停水两天没人管");

    private static DuplicateCheck Check(MergeGround ground) => new(ground.House.Db, ground.House.Key, Sample.Rules, ground.House.Clock);

    private static Task<IReadOnlyList<DuplicateCandidate>> FindAsync(MergeGround ground, string phone) => Check(ground).FindAsync(Query(phone), Sample.Agent, Ct);
}
