using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>矛盾种类</summary>
[JsonConverter(typeof(KebabJson<ContradictionKind>))]
public enum ContradictionKind
{
    [Description("是否")] YesNo,
    [Description("日期")] Date,
    [Description("数额")] Amount,
    [Description("责任单位")] Responsible,
}

/// <summary>Two units say what cannot both be so (答复矛盾).</summary>
/// <param name="Id">Of what is said by whom: the same for the same answers.</param>
/// <param name="QuoteA">In unit A's own words.</param>
/// <param name="Why">For people, in Chinese.</param>
public sealed record Contradiction(string Id, ContradictionKind Kind, DepartmentId UnitA, string QuoteA, DepartmentId UnitB, string QuoteB, string Why);

/// <summary>
/// Finds where the units' answers contradict each other (MUL-4): yes and no, dates, amounts, whose duty it is. Every sentence
/// becomes claims; two claims of different answers meet when they speak of the same thing, and contradict when their values
/// cannot both hold. Pure; a wording it does not know is not found.
/// </summary>
internal static class Contradictions
{
    internal static IReadOnlyList<Contradiction> In(IReadOnlyList<Contribution> parts)
    {
        var claims = parts.Select(p => (Part: p, Claims: Claims.In(p.Text, p.UnitName).ToList())).ToList();
        return [.. claims.SelectMany((a, i) => claims.Skip(i + 1).SelectMany(b => Between(a.Part, a.Claims, b.Part, b.Claims))).DistinctBy(c => (c.Kind, c.QuoteA, c.QuoteB))];
    }

    private static IEnumerable<Contradiction> Between(Contribution a, List<Claim> ofA, Contribution b, List<Claim> ofB) =>
        from x in ofA
        from y in ofB
        where x.Contradicts(y)
        select new Contradiction(Id(a, x, b, y), x.Kind, a.Unit, x.Quote, b.Unit, y.Quote, $"{x.Kind.Chinese()}不一致：{a.UnitName}称“{x.Quote}”，{b.UnitName}称“{y.Quote}”");

    private static string Id(Contribution a, Claim x, Contribution b, Claim y) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{x.Kind}\u001f{a.Unit}\u001f{x.Quote}\u001f{b.Unit}\u001f{y.Quote}")))[..8];
}
