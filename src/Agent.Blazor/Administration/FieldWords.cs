using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Agent.Blazor.Administration;

/// <summary>What services say of a field, in Chinese, for readers of English; a sentence that is not known stays as it is.</summary>
internal static class FieldWords
{
    private static readonly (Regex Chinese, string English)[] Sentences =
    [
        Sentence("^必填，请填写$", "Required."),
        Sentence(@"^最多 (\d+) 字，现为 (\d+) 字，请精简$", "At most $1 characters, now $2."),
        Sentence("^生效时间不能早于现在；立即生效请不填$", "The moment must not have passed; leave it empty for at once."),
        Sentence("^没有这张工单，请核对单号$", "There is no such ticket; check its number."),
        Sentence("^.*单号.*$", "This is no ticket number: 12 digits, such as 202611220001."),
        Sentence("^电话应为.*$", "A phone number has 3 to 20 digits, such as 0473-3998000."),
        Sentence("^账号为.*$", "1 to 40 letters, digits, dots and hyphens."),
        Sentence("^该账号已存在，请换一个$", "The account exists already; choose another name."),
        Sentence(@"^姓名为 1 到 30 字$", "A name has 1 to 30 characters."),
        Sentence("^请选择角色$", "Choose a role."),
        Sentence("^承办单位的账号须选择单位$", "An account of a unit needs its unit."),
        Sentence("^收件人为 1 到 40 字$", "A receiver's name has 1 to 40 characters."),
        Sentence("^请填写邮箱地址.*$", "Give a mail address, such as office@example.gov.cn."),
        Sentence("^请至少选择一种报表$", "Choose at least one kind of report."),
        Sentence("^最多 200 个收件人.*$", "There may be 200 receivers at most; remove some first."),
        Sentence("^结束时间应晚于开始时间$", "The end must come after the beginning."),
    ];

    internal static string Of(string chinese) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "en" ? chinese
        : Sentences.FirstOrDefault(s => s.Chinese.IsMatch(chinese)) is ({ } found, var english) ? found.Replace(chinese, english) : chinese;

    private static (Regex, string) Sentence(string chinese, string english) => (new(chinese, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), english);
}
