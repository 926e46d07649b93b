using Npgsql;

namespace Hotline;

/// <summary>Plain SQL in one expression. This file is compiled into every project that talks to PostgreSQL.</summary>
internal static class Sql
{
    /// <summary>Reads every row of a query.</summary>
    /// <param name="values">The values of $1, $2 and so on; a null becomes SQL null.</param>
    internal static async Task<List<T>> ReadAsync<T>(
        this NpgsqlDataSource db, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var command = db.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });

        var result = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) result.Add(row(rows));
        return result;
    }

    /// <summary>The same within the connection's transaction.</summary>
    internal static async Task<List<T>> ReadAsync<T>(this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });

        var result = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) result.Add(row(rows));
        return result;
    }

    /// <summary>Runs one statement; returns how many rows it changed.</summary>
    internal static async Task<int> ExecuteAsync(this NpgsqlDataSource db, string sql, object?[] values, CancellationToken ct)
    {
        await using var command = db.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A command of a batch: one round trip, one implicit transaction for the whole batch.</summary>
    internal static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>Reads every row of a batch's next result; the reader then stands before the one after it.</summary>
    internal static async Task<List<T>> NextAsync<T>(this NpgsqlDataReader rows, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        var result = new List<T>();
        while (await rows.ReadAsync(ct)) result.Add(row(rows));
        await rows.NextResultAsync(ct);
        return result;
    }

    /// <summary>The value of a parameter of type jsonb[].</summary>
    internal static NpgsqlParameter JsonArray(IEnumerable<string> texts) => new() { Value = texts.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Jsonb };

    /// <summary>Null where the column is null.</summary>
    internal static T? Maybe<T>(this NpgsqlDataReader row, int column) where T : class =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    /// <inheritdoc cref="Maybe{T}"/>
    internal static T? MaybeValue<T>(this NpgsqlDataReader row, int column) where T : struct =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
