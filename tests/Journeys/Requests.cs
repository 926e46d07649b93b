using System.Net;
using System.Text.Json.Nodes;

namespace Hotline.Journeys;

/// <summary>What the journeys ask for, and the people who take its steps by the HTTP API.</summary>
internal static class Requests
{
    internal static object Noise(string title = "夜间施工噪声扰民") => new
    {
        type = "complaint", title, text = "小区旁边的工地晚上十一点以后还在打桩，连续三天睡不着觉，请尽快处理。", place = "滨河路18号",
        urgency = "normal", wantsReply = true, requesterName = "陈先生", phone = "13800001234",
    };

    /// <summary>Accepts a ticket; returns its number and query code.</summary>
    internal static async Task<(string Number, string Code)> AcceptAsync(this ApiClient agent, object request)
    {
        var (status, body) = await agent.PostAsync("tickets", request);
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, $"{status} {body}");
        return ((string)body!["number"]!, (string)body["code"]!);
    }

    /// <summary>Takes a step that must be allowed.</summary>
    internal static async Task StepAsync(this ApiClient person, string number, string step, object body)
    {
        var (status, answer) = await person.PostAsync($"tickets/{number}/{step}", body);
        Assert.True((int)status is >= 200 and < 300, $"{step}: {status} {answer}");
    }

    internal static async Task<string> StateAsync(this ApiClient person, string number)
    {
        var (status, body) = await person.GetAsync($"tickets/{number}");
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)(body!["state"] is JsonValue state ? state : body["stateName"])!;
    }

    /// <summary>The ticket as it is once it fulfils the condition: what the host does in the background takes some seconds.</summary>
    internal static async Task<JsonNode> UntilTicketAsync(this ApiClient person, string number, Func<JsonNode, bool> condition)
    {
        for (var left = 150; ; left--)
        {
            var (status, ticket) = await person.GetAsync($"tickets/{number}");
            Assert.Equal(HttpStatusCode.OK, status);
            if (condition(ticket!)) return ticket!;
            Assert.True(left > 0, $"It never came to that: {ticket}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The codes of the city's departments.</summary>
    internal static async Task<IReadOnlyList<string>> DepartmentsAsync(this ApiClient person)
    {
        var (_, body) = await person.GetAsync("catalogue");
        return [.. body!["departments"]!.AsArray().Select(d => (string)d!["code"]!)];
    }
}
