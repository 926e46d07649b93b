using Hotline.Tickets.Accepting;

namespace Hotline.Tickets.City;

/// <summary>
/// 必填要素: what a request needs by its type and category. The one rule for the agent's page, the API, imports and citizens' forms,
/// with the same words. A matter for 110 and one that is not accepted need none of it.
/// </summary>
public static class RequiredFields
{
    private const string Words = "该分类必填，请填写";

    // 被反映对象, 发生时间 and 附件 are no fields of a request: a rule for them is advice to the agent
    private static readonly Dictionary<FormField, (string Name, Func<Request, bool> Given)> Fields = new()
    {
        [FormField.RequesterName] = ("requesterName", r => Has(r.RequesterName)),
        [FormField.Phone] = ("phone", r => Has(r.Phone)),
        [FormField.Place] = ("place", r => Has(r.Place) || r.At is not null),
        [FormField.District] = ("district", r => Has(r.District)),
        [FormField.Category] = ("category", r => Has(r.Category)),
        [FormField.Demands] = ("demands", r => r.Demands is { Count: > 0 }),
        [FormField.Company] = ("company", r => r.Company is not null),
    };

    /// <summary>Names of the fields, as in JSON, that such a request must fill in.</summary>
    public static IReadOnlySet<string> Of(CityRules rules, RequestType? type, string? category) => (rules.Profile.Forms ?? [])
        .Where(f => f.Required && Fields.ContainsKey(f.Field) && Concerns(f, rules, type, category))
        .Select(f => Fields[f.Field].Name).ToHashSet(StringComparer.Ordinal);

    internal static void Check(FieldErrors errors, Request request, CityRules rules)
    {
        if (request.Police is not null || request.NotAccepted is not null) return;
        var needed = Of(rules, request.Type, request.Category);
        foreach (var (name, given) in Fields.Values.Where(f => needed.Contains(f.Name))) errors.Check(name, given(request), Words);
    }

    private static bool Concerns(FormRule rule, CityRules rules, RequestType? type, string? category) =>
        (rule.Types is null || (type is { } known && rule.Types.Contains(known)))
        && (rule.Categories is null || (category is not null && (rule.Categories.Contains(category) || (rules.MainOf(category) is { } main && rule.Categories.Contains(main)))));

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);
}
