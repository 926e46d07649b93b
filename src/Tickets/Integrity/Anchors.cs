using System.Globalization;
using System.IO.Compression;

namespace Hotline.Tickets.Integrity;

/// <summary>
/// The roots outside the database (锚定): a folder with a line per day and each day's heads. Whoever copies it to paper, to another
/// office or to a notary can prove later what stood in the log, whatever was done to the database.
/// </summary>
/// <param name="folder">Made where it is missing. Hosts that share a database should share it.</param>
internal sealed class Anchors(string folder)
{
    private string Ledger => Path.Combine(folder, "roots.txt");

    internal async Task WriteAsync(DayRoot root, IReadOnlyList<DayHead> heads, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var mine = Heads(root.Day) + "." + Guid.NewGuid().ToString("N");
        await using (var file = new StreamWriter(new GZipStream(File.Create(mine), CompressionLevel.Optimal)))
        {
            foreach (var head in heads) await file.WriteLineAsync(head.ToString().AsMemory(), ct);
        }

        File.Move(mine, Heads(root.Day), overwrite: true);
        if ((await RootsAsync(ct)).ContainsKey(root.Day)) return; // a run that was cut off has written it before
        await File.AppendAllTextAsync(Ledger, string.Create(CultureInfo.InvariantCulture, $"{root.Day:yyyy-MM-dd} {root.Root} {root.Tickets} {root.Events}\n"), ct);
    }

    /// <summary>The first line of a day holds; nothing written later replaces it.</summary>
    internal async Task<IReadOnlyDictionary<DateOnly, string>> RootsAsync(CancellationToken ct)
    {
        var roots = new Dictionary<DateOnly, string>();
        if (!File.Exists(Ledger)) return roots;
        foreach (var line in await File.ReadAllLinesAsync(Ledger, ct))
        {
            if (line.Split(' ') is [var day, var root, ..]) roots.TryAdd(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), root);
        }

        return roots;
    }

    /// <summary>Null where the day's file is gone.</summary>
    internal async Task<IReadOnlyList<DayHead>?> HeadsAsync(DateOnly day, CancellationToken ct)
    {
        if (!File.Exists(Heads(day))) return null;
        using var file = new StreamReader(new GZipStream(File.OpenRead(Heads(day)), CompressionMode.Decompress));
        var heads = new List<DayHead>();
        while (await file.ReadLineAsync(ct) is { } line) heads.Add(DayHead.Parse(line));
        return heads;
    }

    private string Heads(DateOnly day) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}.heads.gz"));
}
