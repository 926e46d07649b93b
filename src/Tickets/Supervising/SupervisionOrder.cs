using System.Text.Json.Serialization;

namespace Hotline.Tickets.Supervising;

/// <summary>督办单</summary>
/// <param name="No">From 1 on, in the ticket.</param>
/// <param name="Addressee">Who has to answer; null for the dispatcher.</param>
/// <param name="Due">When the answer is due; null where none is asked for.</param>
/// <param name="Automatic">A clock or repeated urging did it.</param>
public sealed record SupervisionOrder(
    int No, SupervisionLevel Level, string Instruction, DepartmentId? Addressee, DateTimeOffset At, DateTimeOffset? Due, bool Automatic, string By)
{
    public string? Answer { get; init; }

    /// <summary>True: 认可; false: 退回, and an answer is awaited again.</summary>
    public bool? Recognised { get; init; }

    [JsonIgnore]
    public bool AwaitsAnswer => Due is not null && (Answer is null || Recognised is false);

    [JsonIgnore]
    public bool AwaitsJudgement => Answer is not null && Recognised is null;
}
