using System.Text.Json;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Lines;

/// <summary>号码簿: every line there is, was and will be. Pure.</summary>
public sealed class LineBook
{
    private const int MostForwards = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    /// <summary>As lines.json is read.</summary>
    internal static string Write(IReadOnlyList<HotLine> lines) => JsonSerializer.Serialize(lines, Json);

    private readonly Dictionary<string, WorkHours> _hours;
    private readonly TimeZoneInfo _zone;

    private LineBook(IReadOnlyList<HotLine> lines, TimeZoneInfo zone) => (Lines, _zone, _hours) = (lines, zone, lines.Select(l => l.Hours).Distinct().ToDictionary(h => h, WorkHours.Parse));

    public static LineBook Empty { get; } = new([], TimeZoneInfo.Utc);

    public IReadOnlyList<HotLine> Lines { get; }

    public HotLine? Find(string code) => Lines.FirstOrDefault(l => l.Code == code);

    /// <summary>号码沿革: what a number has meant, the first first.</summary>
    public IReadOnlyList<HotLine> HistoryOf(string number) => [.. Lines.Where(l => l.Number == number).OrderBy(l => l.From)];

    /// <summary>Which line answers a call to the number at that moment; null where the number is not served.</summary>
    public LineAnswer? Resolve(string number, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, _zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var next = number;
        for (var hops = 0; hops <= MostForwards; hops++)
        {
            if (Lines.FirstOrDefault(l => l.Number == next && l.HoldsOn(day)) is not { } line) return null;
            if (line.SwitchOff is { } off && off.On <= day)
            {
                if (off.ForwardTo is null) return null;
                next = off.ForwardTo;
            }
            else if (line.AfterHoursTo is { } other && !IsOpen(line, local.TimeOfDay)) next = other;
            else return new(line, number, Forwarded: hops > 0);
        }

        return null;
    }

    /// <summary>Reads lines.json; what is wrong with it, each with its path, the rule and an example.</summary>
    internal static (LineBook? Book, IReadOnlyList<string> Problems) Read(string json, Func<DepartmentId, bool> knows, TimeZoneInfo zone)
    {
        try
        {
            var lines = JsonSerializer.Deserialize<List<HotLine>>(json, Json) ?? [];
            var problems = LineProblems.Of(lines, knows).ToList();
            return problems.Count == 0 ? (new(lines, zone), problems) : (null, problems);
        }
        catch (JsonException e)
        {
            return (null, [$"{e.Path ?? "$"}: {e.Message}"]);
        }
    }

    private bool IsOpen(HotLine line, TimeSpan time)
    {
        foreach (var (from, to) in _hours[line.Hours].Parts)
        {
            if (from <= time && time < to) return true;
        }

        return false;
    }
}
