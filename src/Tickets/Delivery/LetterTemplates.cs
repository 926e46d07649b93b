namespace Hotline.Tickets.Delivery;

/// <summary>告知模板 as it is used: on which channels, and what it says in each language.</summary>
public sealed record LetterTemplate(LetterKind Kind, IReadOnlyList<DeliveryChannel> Channels, string Subject, string Text, string? Confidential, string EnglishSubject, string English, IReadOnlyList<RequestType> Call);

/// <summary>The letters citizens get, to be read by those who answer for them.</summary>
public static class LetterTemplates
{
    public static IReadOnlyList<LetterTemplate> All { get; } =
    [
        .. Enum.GetValues<LetterKind>().Select(kind => (kind, Form: LetterTexts.Forms[kind])).Select(f => new LetterTemplate(
            f.kind, f.Form.Channels, f.Form.Zh.Subject, f.Form.Zh.Full ?? f.Form.Zh.Text, f.Form.Zh.Confidential, f.Form.En.Subject, f.Form.En.Full ?? f.Form.En.Text, f.Form.Call ?? [])),
    ];
}
