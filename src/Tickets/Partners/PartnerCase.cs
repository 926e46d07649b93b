using Hotline.Tickets.Accepting;

namespace Hotline.Tickets.Partners;

/// <summary>非警务事项: what a partner line hands over.</summary>
/// <param name="Correlation">Its own number (警单号): the same number twice is one case.</param>
/// <param name="Dangers">What must be known first: injury, weapon, fire, gas, minor, elderly, suicide …</param>
/// <param name="Promised">What the caller was promised already.</param>
/// <param name="Wish">What is asked of 12345.</param>
/// <param name="Officer">警员号 or seat that sends it.</param>
public sealed record PartnerCase(
    string? Correlation, string? Title, string? Text, string? Place, string? Phone, string? Name = null, bool Urgent = false, RequestType? Type = null, string? Category = null, string? District = null,
    GeoPoint? At = null, IReadOnlyList<string>? Dangers = null, string? Promised = null, string? Wish = null, string? Officer = null, bool? Confidential = null)
{
    internal IReadOnlyDictionary<string, string[]> Wrong() => new FieldErrors()
        .Required("correlation", Correlation, 60).Check("correlation", Correlation is null || !Correlation.Contains('#', StringComparison.Ordinal), "编号不能含 #")
        .Longest("promised", Promised, 300).Longest("wish", Wish, 300).Longest("officer", Officer, 40)
        .Check("dangers", Dangers is null || (Dangers.Count <= 10 && Dangers.All(d => d is { Length: > 0 and <= 40 })), "最多 10 项，每项 1 到 40 字").Found;

    /// <summary>The ticket: what cannot be a field of it stands below the text, in lines.</summary>
    internal Request ToRequest() => new()
    {
        Type = Type ?? RequestType.Help, Channel = Channel.Police, Title = Title, Text = Whole(), Place = Place, District = District, Category = Category, At = At,
        Urgency = Urgent ? Urgency.Urgent : Urgency.Normal, RequesterName = Name, Phone = Phone, Confidential = Confidential,
    };

    private string? Whole() => string.IsNullOrWhiteSpace(Text) ? null : string.Join('\n', new[]
    {
        Text.Trim(),
        Dangers is [_, ..] ? $"风险提示：{string.Join('、', Dangers)}" : null,
        string.IsNullOrWhiteSpace(Promised) ? null : $"已作承诺：{Promised.Trim()}",
        string.IsNullOrWhiteSpace(Wish) ? null : $"转办要求：{Wish.Trim()}",
    }.OfType<string>());
}

/// <summary>回执 of a case.</summary>
/// <param name="SignBy">签收时限</param>
public sealed record CaseReceipt(string Correlation, TicketNumber Number, ExchangeState State, DateTimeOffset? SignBy);

/// <summary>What a partner says of something we sent.</summary>
/// <param name="Correlation">Ours: the call or the ticket.</param>
/// <param name="Accepted">Null where only the result is told.</param>
/// <param name="Reason">Of a refusal: required.</param>
/// <param name="Result">办理结果</param>
public sealed record PartnerAnswer(string? Correlation, bool? Accepted, string? Reason, string? Result);
