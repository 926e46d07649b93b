using System.Text;

namespace Hotline.Tickets;

/// <summary>docs/states.md, written from the transition table so that the page cannot drift from the engine.</summary>
public static class TransitionsPage
{
    public static string Write()
    {
        var page = new StringBuilder(
            """
            # States and steps of a ticket (工单状态与环节)

            Written from `src/Tickets/Transitions.cs` by a test: change the table, run the tests, commit what they write.
            Supervision (督办), urgency, secrecy, tasks of other units (协办、吹哨) and merging (并单) are facts beside the state.
            待派单 includes pre-review (预审); the draft of a call (登记中) lives on the agent's desk, before there is a ticket.

            ```mermaid
            stateDiagram-v2

            """.ReplaceLineEndings("\n"));
        foreach (var state in Enum.GetValues<StateName>()) page.Append($"    state \"{state.Chinese()}\" as {state}\n");
        foreach (var arrow in Arrows()) page.Append($"    {arrow.From?.ToString() ?? "[*]"} --> {arrow.To}: {string.Join("、", arrow.Steps)}\n");
        page.Append("    Archived --> [*]\n```\n\n## States\n\n| code | state | open | clocks that may run |\n|---|---|---|---|\n");
        foreach (var state in Enum.GetValues<StateName>())
        {
            var clocks = Enum.GetValues<Deadlines.ClockName>().Where(c => Deadlines.StateClocks.RunsIn(c, state)).Select(c => c.Chinese());
            page.Append($"| `{state.Code()}` | {state.Chinese()} | {(Transitions.Open.Contains(state) ? "yes" : "")} | {string.Join("、", clocks)} |\n");
        }

        page.Append("\n## Steps\n\n| from | step | who | to |\n|---|---|---|---|\n");
        foreach (var row in Transitions.Table)
        {
            page.Append($"| {row.From?.Chinese() ?? "–"} | `{row.Step.Code()}` {row.Step.Chinese()} | {string.Join("、", row.By.Select(r => r.Chinese()))} | {string.Join("、", row.To.Select(s => s.Chinese()))} |\n");
        }

        page.Append("\n## By themselves\n\nA clock that ends with nobody acting: a return is accepted, a suspension resumes, a question to the citizen goes back to the dispatcher, a promise wakes on its\nday, a closed ticket is archived. Every other clock tells that it is overdue.\n");
        return page.ToString();
    }

    private static IEnumerable<(StateName? From, StateName To, IEnumerable<string> Steps)> Arrows() =>
        from row in Transitions.Table
        from to in row.To
        where row.From != to
        group row.Step.Chinese() by (row.From, to) into arrow
        select (arrow.Key.From, arrow.Key.to, arrow.Distinct());
}
