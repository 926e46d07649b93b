using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>
/// What the check of a profile says, in the reader's language. The check speaks English to programs; its few sentences are turned
/// here, and one that is not known stays as it is.
/// </summary>
internal static class ProblemWords
{
    private static readonly (Regex English, string Chinese)[] Sentences =
    [
        Sentence(@"(\S+) must be at least (\d+)\.", "现为 $1，至少为 $2。"),
        Sentence(@"(\S+) is too few, at least (\d+)\.", "$1 太少，至少为 $2。"),
        Sentence(@"(\S+) must lie between (\S+) and (\S+), in the unit of the limit\.", "$1 应在 $2 到 $3 之间，单位与时限相同。"),
        Sentence(@"(\S+) must lie between (\S+) and (\S+)\.", "$1 应在 $2 到 $3 之间。"),
        Sentence(@"""(.+?)"" is in no category\.", "“$1”不在分类目录中。"),
        Sentence(@"""(.+?)"" is no other department\.", "“$1”不是另一个单位。"),
        Sentence(@"""(.+?)"" is no department\.", "没有单位“$1”。"),
        Sentence(@"""(.+?)"" is no district\.", "没有区划“$1”。"),
        Sentence(@"""(.+?)"" is no menu\.", "没有菜单“$1”。"),
        Sentence(@"""(.+?)"" leads already\.", "“$1”已是主办单位。"),
        Sentence(@"code ""(.*?)"" must be given once and not be empty\.", "代码“$1”应只出现一次且不能为空。"),
        Sentence(@"clock ""(.+?)"" needs a last row for every ticket, such as (.+)\.", "时钟“$1”需要一条适用于所有工单的末行，如 $2。"),
        Sentence(@"""(.+?)"" is no IANA time zone\.", "“$1”不是 IANA 时区。"),
        Sentence(@"(\S+) comes before from, (\S+)\.", "$1 早于起始日 $2。"),
        Sentence(@"(\S+) must come after from, (\S+): it is the first day without the unit\.", "$1 应晚于起始日 $2：它是单位不再存在的第一天。"),
        Sentence(@"a unit with successors has a day of its end\.", "有承接单位的单位应写明撤销日。"),
        Sentence(@"the oldest comes first and no day is given twice\.", "曾用名按时间先后排列，日期不重复。"),
        Sentence(@"needs at least one word, and none may be empty\.", "至少一个词，且不能为空。"),
        Sentence(@"they sum to (\S+) and must sum to 100\.", "合计为 $1，应为 100。"),
        Sentence(@"their points sum to (\S+) and must sum to 100\.", "分值合计为 $1，应为 100。"),
        Sentence(@"somebody has to grant it\.", "须有批准人。"),
        Sentence(@"needs at least one way\.", "至少一种方式。"),
        Sentence(@"needs at least one\.", "至少一条。"),
        Sentence(@"must be an object\.", "应为 JSON 对象。"),
        Sentence(@"The JSON property '(.+?)' could not be mapped.*", "没有“$1”这个字段，请核对拼写（见 JSON Schema）。"),
        Sentence(@"JSON deserialization for type .* was missing required properties including: (.+?)\.?( Path.*)?$", "缺少必填字段：$1。"),
        Sentence(@"The JSON value could not be converted to .*", "值的类型不正确，请按 JSON Schema 填写。"),
        Sentence(@"^.*LineNumber: (\d+) \| BytePositionInLine: (\d+)\.?$", "JSON 语法错误，在第 $1 行（从 0 起）第 $2 字节附近。"),
        Sentence(@"Example: (.+)$", "示例：$1"),
    ];

    private static (Regex, string) Sentence(string english, string chinese) => (new(english, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), chinese);

    internal static string Of(string english) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english
        : Sentences.Aggregate(english, (text, sentence) => sentence.English.Replace(text, sentence.Chinese));
}
