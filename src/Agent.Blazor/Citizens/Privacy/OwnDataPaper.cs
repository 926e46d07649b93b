using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hotline.Agent.Blazor.Citizens.Tracking;
using Hotline.Agent.Blazor.Language;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Citizens.Privacy;

/// <summary>The copy as one plain page that opens anywhere, without anything from elsewhere. Pure.</summary>
internal static class OwnDataPaper
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    internal static string Write(OwnCopy copy, IStringLocalizer<OwnDataText> words, IStringLocalizer<TrackText> happened, TermWords terms)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html><html lang=\"").Append(System.Globalization.CultureInfo.CurrentUICulture.Name).Append("\"><head><meta charset=\"utf-8\"><title>").Append(Safe(words["heading"])).Append("</title></head><body><h1>")
            .Append(Safe(words["heading"])).Append("</h1><p>").Append(Safe(words["paper.made", copy.MadeAt.Minute()])).Append("</p>");
        if (copy.Masked) page.Append("<p>").Append(Safe(words["copy.masked"])).Append("</p>");
        Table(page, words["paper.request"], [
            (words["paper.number"], copy.Number), (words["paper.accepted"], copy.AcceptedAt.Minute()), (words["paper.closed"], copy.ClosedAt?.Minute()), (words["paper.holder"], copy.Holder),
            (words["paper.due"], copy.Due?.Minute()), (words["paper.kind"], terms.Of(copy.Request.Type)), (words["paper.title"], copy.Request.Title), (words["paper.text"], copy.Request.Text),
            (words["paper.place"], copy.Request.Place), (words["paper.reply"], copy.Reply), (words["paper.photos"], copy.Photos.Count == 0 ? null : string.Join('、', copy.Photos)),
        ]);
        Table(page, words["kept"], [(words["name"], copy.Requester.Name), (words["phone"], copy.Requester.Phone), (words["mail"], copy.Requester.Mail), (words["paper.wechat"], copy.Requester.WeChat)]);
        Table(page, words["views"], copy.Views.Select(v => (v.At.Minute(), (string?)(v.Own ? words["views.own"] : $"{(v.Relayed ? words["views.relayed"] : terms.Of(v.Role))} {v.Unit ?? words["views.hotline"]}"))));
        Table(page, words["paper.history"], copy.Timeline.Select(l => (l.At.Minute(), (string?)string.Join(' ', new[] { happened["happened." + l.Kind].Value, l.Unit, l.Words }.Where(p => !string.IsNullOrEmpty(p))))));
        Table(page, words["paper.letters"], copy.Letters.Select(l => (l.At.Minute(), (string?)$"{l.Subject}：{l.Text}")));
        return page.Append("</body></html>").ToString();
    }

    private static void Table(StringBuilder page, string title, IEnumerable<(string Name, string? Value)> rows)
    {
        page.Append("<h2>").Append(Safe(title)).Append("</h2><table border=\"1\" cellpadding=\"6\">");
        foreach (var (name, value) in rows.Where(r => !string.IsNullOrEmpty(r.Value))) page.Append("<tr><th scope=\"row\" align=\"left\">").Append(Safe(name)).Append("</th><td>").Append(Safe(value!)).Append("</td></tr>");
        page.Append("</table>");
    }

    private static string Safe(string text) => Html.Encode(text);
}
