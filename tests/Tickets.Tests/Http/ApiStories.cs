namespace Hotline.Tickets.Tests.Http;

/// <summary>Tickets that were brought somewhere through the API.</summary>
internal static class ApiStories
{
    private static readonly object Request = new { type = "help", title = "停水", text = "院里停水两天", place = "金水路18号", phone = "13900001234", requesterName = "张先生" };

    /// <summary>Accepted, with its query code.</summary>
    internal static async Task<(string Number, string Code)> AcceptedAsync(this ApiHost host, object? request = null)
    {
        var receipt = (await host.PostAsync("tickets", Sample.Agent, request ?? Request)).Body!;
        return ((string)receipt["number"]!, (string)receipt["code"]!);
    }

    internal static async Task<(string Number, string Code)> DispatchedAsync(this ApiHost host)
    {
        var ticket = await host.AcceptedAsync();
        await host.StepAsync(ticket.Number, "dispatch", Sample.Dispatcher, new { department = "water" });
        return ticket;
    }

    /// <summary>The unified reply is approved.</summary>
    internal static async Task<(string Number, string Code)> ApprovedAsync(this ApiHost host)
    {
        var ticket = await host.DispatchedAsync();
        await host.StepAsync(ticket.Number, "sign", Sample.WaterClerk);
        await host.ReplyAsync(ticket.Number);
        return ticket;
    }

    internal static async Task ReplyAsync(this ApiHost host, string number)
    {
        await host.StepAsync(number, "contact", Sample.WaterClerk, new { contacted = false, whyNot = "no-answer" });
        await host.StepAsync(number, "reply", Sample.WaterClerk, new { finding = "true", result = "solved", publicText = "已抢修" });
        await host.StepAsync(number, "approve", Sample.Reviewer, new { });
    }

    internal static async Task<string> ClosedAsync(this ApiHost host)
    {
        var (number, _) = await host.ApprovedAsync();
        await host.StepAsync(number, "follow-up", Sample.Caller, new { reached = true, solved = true, satisfaction = "dissatisfied" });
        return number;
    }

    internal static async Task StepAsync(this ApiHost host, string number, string step, Actor by, object? body = null)
    {
        var (status, problem) = await host.PostAsync($"tickets/{number}/{step}", by, body);
        Assert.True(status == 204, $"{step}: {status} {problem}");
    }
}
