using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Tickets.Tests.Reading;

public sealed class ListDatabaseTests
{
    private const int Uses = 20;

    [Fact]
    public async Task A_list_is_planned_with_its_values_however_often_it_was_read()
    {
        await using var house = await TicketHouse.OpenAsync();
        var connection = new NpgsqlConnectionStringBuilder(TestDatabase.Again(house.Db)) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 2, Options = "-c jit=off" };
        await using var plain = NpgsqlDataSource.Create(connection);
        await using var lists = ListDatabase.To(connection).Source;
        Assert.True((await PlansAsync(plain)).Generic > 0); // so it would go otherwise
        Assert.Equal((0L, true), (await PlansAsync(lists)) is var (generic, custom) ? (generic, custom > Uses / 2) : default);
        Assert.Equal("off", (await lists.ReadAsync("show jit", [], row => row.GetString(0), Ct)).Single());
    }

    /// <summary>Reads the same list over and over on one connection, then asks how the server planned it.</summary>
    private static async Task<(long Generic, long Custom)> PlansAsync(NpgsqlDataSource db)
    {
        await using var one = await db.OpenConnectionAsync(Ct);
        for (var i = 0; i < Uses; i++) await one.ReadAsync("select number from tickets.ticket where state = $1 and accepted_at >= $2", ["closed", Sample.Monday], row => row.GetString(0), Ct);
        return (await one.ReadAsync("select generic_plans, custom_plans from pg_prepared_statements where statement like 'select number from tickets.ticket%'", [], row => (row.GetInt64(0), row.GetInt64(1)), Ct)).Single();
    }
}
