using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Enterprises;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Accepting;

/// <summary>受理: the first event of a ticket, with the answer or the transfer to 110 that belongs to it.</summary>
public static class AcceptTicket
{
    /// <summary>What is wrong with a request, by field. A police matter needs no complete form.</summary>
    internal static IReadOnlyDictionary<string, string[]> Wrong(Request request, CityRules rules)
    {
        var errors = new FieldErrors()
            .Longest("title", request.Title, 60)
            .Longest("text", request.Text, 2000)
            .Longest("place", request.Place, 120)
            .Longest("answer", request.Answer, 2000)
            .Longest("police", request.Police, 500)
            .Longest("duplicateReason", request.DuplicateReason, 500)
            .Longest("requesterName", request.RequesterName, 30)
            .Check("phone", string.IsNullOrEmpty(request.Phone) || PhoneNumber.IsOne(request.Phone), "电话应为 3 到 20 位数字，如 13800001234 或 0473-3998000")
            .Check("mail", string.IsNullOrEmpty(request.Mail) || MailAddress.IsOne(request.Mail), "邮箱应形如 name@example.com，最多 100 字")
            .Check("weChat", string.IsNullOrEmpty(request.WeChat) || (request.WeChat.Length <= 64 && request.WeChat.All(char.IsAscii)), "微信 openid 最多 64 个英文字符")
            .Check("language", request.Language is null or "zh" or "en", "语言应为 zh 或 en")
            .Check("kind", request.Kind == TicketKind.Request, "吹哨单由镇街通过吹哨功能发起")
            .Check("company.creditCode", request.Company is null || CreditCode.IsOne(CreditCode.Normalize(request.Company.CreditCode ?? "")), CreditCode.Hint)
            .Check("company.name", request.Company is null || request.Company.Name is { Length: > 0 and <= 100 }, "企业名称应为 1 到 100 字")
            .Check("district", request.District is null || rules.KnowsDistrict(request.District), "区划代码不存在，请从目录中选择")
            .Check("category", request.Category is null || rules.Categories.ContainsKey(request.Category), "分类代码不存在，请从目录中选择")
            .Longest("line", request.Line, 20).Longest("town", request.Town, 40).Longest("grid", request.Grid, 40)
            .Points("demands", request.Demands).Citations(request.Citations)
            .Check("at", request.At is null or { Longitude: >= -180 and <= 180, Latitude: >= -90 and <= 90 }, "经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间")
            .Check("answer", new object?[] { request.Answer, request.Police, request.NotAccepted }.Count(o => o is not null) <= 1, "直接答复、不予受理与转110只能选一项");
        request.NotAccepted?.Wrong(errors, rules);
        RequiredFields.Check(errors, request, rules);
        if (request.Police is null)
        {
            errors.Check("type", request.Type is not null, "必选，请选择诉求类型").Required("title", request.Title, 60).Required("text", request.Text, 2000);
        }

        return errors.Found;
    }

    /// <summary>Pure. The request has been found right.</summary>
    internal static IReadOnlyList<TicketEvent> Decide(Request request, TicketNumber number, CityRules rules, DateTimeOffset now)
    {
        var facts = Facts(request);
        var stays = request.Answer is null && request.Police is null && request.NotAccepted is null;
        var accepted = new TicketEvent.Accepted(number, facts) { Started = stays ? [rules.Start(ClockName.Dispatch, facts, now)] : null };
        return request switch
        {
            { Police: { } reason } => [accepted, new TicketEvent.TransferredToPolice(reason) { Started = Closing.Clocks(rules, now) }],
            { Answer: { } answer } => [accepted, new TicketEvent.AnsweredOnTheSpot(answer, request.Citations) { Started = Closing.Clocks(rules, now) }],
            { NotAccepted: { } refused } => [accepted, refused.Happened(rules, now)],
            _ => [accepted],
        };
    }

    private static RequestFacts Facts(Request r)
    {
        var type = r.Type ?? RequestType.Help;
        return new(
            type, r.Channel, r.Title?.Trim() ?? "涉警事项", r.Text?.Trim() ?? "", r.Place?.Trim(), r.District, r.Category,
            r.Urgency, r.Confidential ?? type == RequestType.Report, r.WantsReply, r.CallId)
        {
            Kind = r.Kind, Line = r.Line, Town = r.Town, Grid = r.Grid, At = r.At, Company = r.Company, NeverPublic = r.NeverPublic, Demands = r.Demands ?? [],
        };
    }
}
