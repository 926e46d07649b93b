using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Tests.Requesters;

public sealed class PersonalDataTests
{
    [Fact]
    public async Task The_database_holds_neither_name_nor_number_nor_code()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.ApprovedAsync();
        var rows = await house.Db.ReadAsync(
            "select t::text || coalesce((select string_agg(e::text, '') from tickets.event e), '') || (select string_agg(r::text, '') from tickets.requester r) from tickets.ticket t",
            [], row => row.GetString(0), Ct);
        foreach (var secret in new[] { "13900001234", "13900001234".Replace("1", "31"), receipt.Code.Digits + "\"" }) Assert.DoesNotContain(secret, rows[0]);
        var stored = await house.Db.ReadAsync("select sealed from tickets.requester", [], row => row.GetFieldValue<byte[]>(0), Ct);
        Assert.Equal(-1, stored[0].AsSpan().IndexOf(Encoding.UTF8.GetBytes("13900001234")));
        Assert.Equal(-1, stored[0].AsSpan().IndexOf(Encoding.UTF8.GetBytes("张先生")));
    }

    [Fact]
    public async Task Opening_it_is_written_down_with_its_purpose_and_a_department_may_not()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        var file = new RequesterFile(house.Db, house.Key, house.Clock);
        Assert.Equal(new Requester("张先生", "13900001234"), await file.OpenAsync(receipt.Id, Sample.Caller, "回访", Ct));
        var view = Assert.Single(await file.ViewsAsync(receipt.Id, Ct));
        Assert.Equal((Sample.Caller, "回访", Sample.Monday), (view.By, view.Purpose, view.At));

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => file.OpenAsync(receipt.Id, Sample.WaterClerk, "联系", Ct));
        Assert.Single(await file.ViewsAsync(receipt.Id, Ct));
        Assert.Null(await file.OpenAsync(TicketId.New(), Sample.Caller, "回访", Ct));
    }

    [Fact]
    public async Task The_history_of_a_number_is_found_however_it_is_written()
    {
        await using var house = await TicketHouse.OpenAsync();
        var first = await house.AcceptAsync();
        house.Clock.Now += TimeSpan.FromDays(1);
        var second = await house.AcceptAsync(TicketStory.Request with { Phone = "+86 139-0000-1234", Title = "又停水" });
        await house.AcceptAsync(TicketStory.Request with { Phone = "13900009999" });

        var history = new RequesterHistory(house.Db, house.Key, house.Clock);
        Assert.Equal([second.Number, first.Number], (await history.ReadAsync("139 0000 1234", Sample.Agent, Ct)).Select(l => l.Number));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => history.ReadAsync("13900001234", Sample.WaterClerk, Ct));

        var view = Assert.Single(await new RequesterFile(house.Db, house.Key, house.Clock).ViewsAsync(first.Id, Ct));
        Assert.Equal((Sample.Agent, "来电历史"), (view.By, view.Purpose));
    }

    [Fact]
    public void Sealed_data_open_only_with_the_key_for_their_owner_and_unchanged()
    {
        var key = new PersonalDataKey(RandomNumberGenerator.GetBytes(32));
        var whole = key.Seal(new Requester("张", "1"), "a");
        Assert.Equal(new Requester("张", "1"), key.Open<Requester>(whole, "a"));
        Assert.NotEqual(whole, key.Seal(new Requester("张", "1"), "a"));
        Assert.ThrowsAny<CryptographicException>(() => key.Open<Requester>(whole, "b"));
        Assert.ThrowsAny<CryptographicException>(() => new PersonalDataKey(RandomNumberGenerator.GetBytes(32)).Open<Requester>(whole, "a"));
        whole[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Open<Requester>(whole, "a"));
    }

    [Fact]
    public void The_key_file_is_made_once_for_its_owner_only()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-key-");
        try
        {
            var path = Path.Combine(folder.FullName, "keys", "k");
            var sealedValue = PersonalDataKey.FromFile(path, "Tickets:KeyFile").Seal("x", "a");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal("x", PersonalDataKey.FromFile(path, "Tickets:KeyFile").Open<string>(sealedValue, "a"));
            File.WriteAllText(path, "short");
            Assert.Contains("Tickets:KeyFile", Assert.Throws<InvalidOperationException>(() => PersonalDataKey.FromFile(path, "Tickets:KeyFile")).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
