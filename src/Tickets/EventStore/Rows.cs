using System.Globalization;
using Npgsql;

namespace Hotline.Tickets.EventStore;

/// <summary>The module's own kinds of columns.</summary>
internal static class Rows
{
    internal static TicketNumber Number(this NpgsqlDataReader row, int column) => TicketNumber.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    internal static DepartmentId? Department(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : new(row.GetString(column));

    internal static T Code<T>(this NpgsqlDataReader row, int column) where T : struct, Enum => Terms.FromCode<T>(row.GetString(column));

    internal static DateTimeOffset Time(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    internal static DateTimeOffset? MaybeTime(this NpgsqlDataReader row, int column) => row.MaybeValue<DateTimeOffset>(column);
}
