using System.Text.Json;
using Hotline.Agent.Blazor.Accounts;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>The ticket of a sample call, from acceptance to its end; every state is read back.</summary>
internal static class TicketScene
{
    internal sealed record Accepted(string Number, string Code, string? Department);

    internal static async Task<Accepted> AcceptAsync(Stage stage, SampleCall sample, string call, string text, CancellationToken ct)
    {
        var proposals = await stage.Agent.GetAsync($"catalogue/proposals?text={Uri.EscapeDataString($"{sample.Title}。{text}")}", ct);
        var category = First(proposals.At("categories")).At("category").Text("code");
        var place = First(proposals.At("places"));
        var department = proposals.At("department", "department").Text("code");
        stage.Steps.Write("proposed", category is not null || sample.Kind == "police", ("category", category), ("place", place.Text("place")), ("department", department));

        var similar = await stage.Agent.GetAsync($"similar?text={Uri.EscapeDataString(text)}&k=5", ct);
        stage.Steps.Write("similar-cases", similar.ValueKind == JsonValueKind.Array, ("found", similar.GetArrayLength()), ("nearest", First(similar).Text("title")));

        var receipt = await stage.Agent.PostAsync("tickets", new
        {
            type = sample.Kind switch { "consultation" => "consultation", "complaint" => "complaint", _ => "help" },
            channel = "phone", sample.Title, text, category, place = place.Text("place"), district = place.At("district").Text("code"),
            phone = sample.From, requesterName = "", callId = call,
            answer = sample.Kind == "consultation" ? sample.SaidBy("agent") : null,
            police = sample.Kind == "police" ? "来电人报警，已通过话务转接110" : null,
        }, ct);
        var accepted = new Accepted(receipt.Text("number")!, receipt.Text("code")!, department);
        stage.Tally.Tickets++;
        await StateAsync(stage, "accepted", accepted.Number, sample.Kind switch { "consultation" => "answered", "police" => "transferred-to-110", _ => "awaiting-dispatch" }, ct);
        return accepted;
    }

    internal static async Task FinishAsync(Stage stage, SampleCall sample, Accepted ticket, CancellationToken ct)
    {
        if (sample.Kind == "police") return;
        if (sample.Kind != "consultation") await HandleAsync(stage, ticket, ct);

        using var citizen = Desk.OfCitizen(stage.Web);
        var status = await citizen.GetAsync($"reports/{ticket.Number}?code={ticket.Code}", ct);
        stage.Steps.Write("citizen-reads-reply", status.Text("unifiedReply") is { Length: > 0 }, ("number", ticket.Number), ("state", status.Text("state")), ("reply", status.Text("unifiedReply")));
        if (sample.Kind == "consultation")
        {
            stage.Tally.Closed++;
            return;
        }

        await StepAsync(stage, "4001", ticket.Number, "follow-up", new { reached = true, solved = true, satisfaction = "very-satisfied" }, "closed", ct);
        stage.Tally.Closed++;
    }

    private static async Task HandleAsync(Stage stage, Accepted ticket, CancellationToken ct)
    {
        if (ticket.Department is not { } department) throw new UnexpectedAnswerException($"The catalogue proposes no department for {ticket.Number}.");
        await StepAsync(stage, "2001", ticket.Number, "dispatch", new { department }, "awaiting-signature", ct);
        await StepAsync(stage, department, ticket.Number, "sign", new { }, "in-handling", ct);
        await StepAsync(stage, department, ticket.Number, "contact", new { contacted = true, at = TimeProvider.System.GetUtcNow(), person = "来电人", content = "已电话了解具体情况" }, "in-handling", ct);
        await StepAsync(stage, department, ticket.Number, "reply", new { finding = "true", result = "solved", publicText = "经现场核实，您反映的情况属实，已责令整改，并安排专人复查。感谢您的监督。", internalNote = "现场照片已存档" }, "awaiting-review", ct);
        await StepAsync(stage, "3001", ticket.Number, "approve", new { }, "awaiting-follow-up", ct);
    }

    private static async Task StepAsync(Stage stage, string account, string number, string step, object body, string expected, CancellationToken ct)
    {
        using var desk = await Desk.SignInAsync(stage.Web, account, SampleAccounts.Password, ct);
        await desk.PostAsync($"tickets/{number}/{step}", body, ct);
        await StateAsync(stage, step, number, expected, ct);
    }

    private static async Task StateAsync(Stage stage, string step, string number, string expected, CancellationToken ct)
    {
        var view = await stage.Agent.GetAsync($"tickets/{number}", ct);
        stage.Steps.Write(step, view.At("state").Text("name") == expected, ("ticket", number), ("state", view.At("state").Text("name")));
    }

    private static JsonElement First(JsonElement list) => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : default;
}
