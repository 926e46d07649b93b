using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class CitizenFileTests
{
    [Fact]
    public async Task The_holder_the_reason_of_the_due_day_and_the_next_urge_are_told()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.DispatchedAsync();
        var told = await ground.File.ReadAsync(receipt.Id, Ct);
        Assert.Equal((ground.House.Clock.Now, ClockName.Handling), (told.HolderSince!.Value, told.Proof!.Name));
        Assert.Contains(told.Proof.Stretches, s => s.Cause == StretchCause.Weekend);
        Assert.Null(told.UrgeFrom);

        await ground.House.DoAsync(receipt.Id, new UrgeTicket("请快一点"), Actor.Citizen);
        told = await ground.File.ReadAsync(receipt.Id, Ct);
        Assert.Equal(new DateOnly(2026, 11, 10), told.UrgeFrom);
        Assert.Equal(["accepted", "dispatched", "urged"], told.Timeline.Select(l => l.Kind));
        Assert.Equal("安澜市供水集团", told.Timeline[1].Unit);
    }

    [Fact]
    public async Task What_is_between_the_hotline_and_the_unit_is_not_told()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.DispatchedAsync();
        await ground.House.DoAsync(receipt.Id, new NoteTicket("诉求人多次来电，注意态度"), Sample.Dispatcher);
        await ground.House.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await ground.House.DoAsync(receipt.Id, new ContactCitizen(true, ground.House.Clock.Now, "张先生", "情绪激动"), Sample.WaterClerk);
        var told = await ground.File.ReadAsync(receipt.Id, Ct);
        Assert.Equal(["accepted", "dispatched", "signed-for", "contacted"], told.Timeline.Select(l => l.Kind));
        Assert.All(told.Timeline, l => Assert.Null(l.Words));
    }

    [Fact]
    public async Task A_question_is_shown_until_it_is_answered()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var receipt = await ground.House.AcceptAsync();
        await ground.House.DoAsync(receipt.Id, new RequestInformation("是哪一栋楼？"), Sample.Dispatcher);
        Assert.Equal("是哪一栋楼？", (await ground.File.ReadAsync(receipt.Id, Ct)).Question);
        await ground.House.DoAsync(receipt.Id, new SupplyInformation("三号楼"), Actor.Citizen);
        var told = await ground.File.ReadAsync(receipt.Id, Ct);
        Assert.Equal((null, "三号楼"), (told.Question, told.Timeline[^1].Words));
    }

    /// <summary>A new event must be told or named as private before anybody's page meets it.</summary>
    [Fact]
    public void Every_event_is_either_told_or_private()
    {
        var source = System.IO.File.ReadAllText(Path.Combine(Root(), "src", "Tickets", "Citizens", "CitizenTimeline.cs"));
        var kinds = typeof(TicketEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType.Name).ToList();
        Assert.NotEmpty(kinds);
        Assert.DoesNotContain(kinds, k => !System.Text.RegularExpressions.Regex.IsMatch(source, $@"TicketEvent\.{k}\b"));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
