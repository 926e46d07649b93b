using System.Text.RegularExpressions;

namespace Hotline.Tickets.Citizens;

/// <summary>
/// 公开脱敏: what of a citizen's words others may read. Numbers, mail addresses, plates and names are taken out and addresses end at the
/// street. Pure; a person checks before anything is published, for no rule knows every name.
/// </summary>
public static partial class PublicText
{
    /// <summary>The text with everything that points at a person blotted out.</summary>
    public static string Anonymise(string text) => Anonymise(text, _ => false);

    /// <param name="open">A telephone number that everybody may read, by its digits.</param>
    public static string Anonymise(string text, Func<string, bool> open) =>
        Said().Replace(Titled().Replace(Door().Replace(Plate().Replace(PersonalText.Mask(text, open), "＊"), "＊"), "某${title}"), "${word}＊");

    /// <summary>A place as far as the street, such as 金水路 of 金水路18号3单元502室.</summary>
    public static string Street(string place)
    {
        var door = Door().Match(place);
        return Anonymise(door.Success && door.Index > 0 ? place[..door.Index] : place).Trim(' ', '，', ',', '、', '＊');
    }

    [GeneratedRegex(@"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s-]?[A-HJ-NP-Z0-9]{5,6}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plate();

    // 18号楼3单元502室 is one door; 11月10号 is a day and 3号线 a railway
    [GeneratedRegex(@"(?<![月\d])(?:[0-9０-９A-Za-z一二三四五六七八九十百]+(?:号楼|号院|号(?!线)|栋|幢|座|单元|楼|层|室|户)(?:附[0-9０-９]+号)?)+(?:[0-9０-９]{3,4}(?!\d))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Door();

    // the hundred commonest surnames, with what one is called by
    [GeneratedRegex(@"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤][\u4e00-\u9fff]{0,2}?(?<title>先生|女士|小姐|同志|老师|师傅|经理|主任|大爷|大妈|大叔|阿姨|某{1,2})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Titled();

    [GeneratedRegex(@"(?<word>我叫|我是(?=[\u4e00-\u9fff]{2,3}[，,。])|姓名[是为：:]?|本人姓名|联系人[是为：:]?)\s*[\u4e00-\u9fff]{2,3}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Said();
}
