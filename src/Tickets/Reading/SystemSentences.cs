using System.Text.RegularExpressions;

namespace Hotline.Tickets.Reading;

/// <summary>Sentences that the system itself writes into events, the holidays it knows, the reasons it keeps things for and what its jobs report, in English: events are facts and keep the words they were written with. Pure.</summary>
public static partial class SystemSentences
{
    private static readonly (Regex Chinese, string English)[] Known =
    [
        (new("^挂起期满，自动恢复办理$"), "The suspension ran out: resumed by itself"),
        (new("^诉求人期满未补充，转派单员处理$"), "The citizen added nothing in time: to the dispatcher"),
        (new("^诉求人已补充$"), "The citizen has added information"),
        (new("^承诺事项复查：请报告进展，能否按承诺日期完成$"), "Review of a promise: report how far it is and whether the promised day will be kept"),
        (new("^办理时限将至，请抓紧办理并回告进展$"), "Nearly due: speed it up and report progress"),
        (new("^办理时限即到，请立即办理并说明预计完成时间$"), "Due any moment: act at once and say when it will be done"),
        (new("^已超过办理时限，请说明原因和整改措施$"), "Overdue: state the cause and what will be changed"),
        (new("^超期仍未办结，请由单位负责人提出办理方案$"), "Overdue and still open: the head of the unit presents a plan"),
        (new("^长期超期未办结，予以通报，请书面说明情况$"), "Long overdue: made known in a notice, explain in writing"),
        (new("^.{1,6}：请说明办理情况$"), "State how the matter stands"),
        (new("^诉求人已催办 (\\d+) 次，请说明办理进展和预计完成时间$"), "The citizen has urged {0} times: report progress and when it will be done"),
        (new("^问题工单：第 (\\d+) 次重办。请提出解决方案并报告$"), "Problem ticket, redo no. {0}: present a solution and report"),
        (new("^问题工单：先后派给 (\\d+) 个单位。请提出解决方案并报告$"), "Problem ticket, dispatched to {0} units in turn: present a solution and report"),
        (new("^第 (\\d+) 次重办$"), "Redo no. {0}"),
        (new("^先后派给 (\\d+) 个单位$"), "Dispatched to {0} units in turn"),
        (new("^规则 (.+) 已回滚，时限恢复$"), "Rules {0} were rolled back: clocks as before"),
        (new("^规则 (.+) 生效，时限重算$"), "Rules {0} take effect: clocks counted anew"),
        (new("^(.+)已于 (\\d{4}-\\d{2}-\\d{2}) 撤并，由(.+?)承接$"), "{0} was dissolved on {1}; {2} takes over"),
        (new("^(.+)已于 (\\d{4}-\\d{2}-\\d{2}) 撤并，由(.+?)承接（(.+)选定）$"), "{0} was dissolved on {1}; {2} takes over (chosen by {3})"),
        (new("^三方通话([\\d.]+)分钟内未达成一致，按首接先行受理由先接到的(110|12345)受理（国办发〔2022〕12号）$"), "No agreement in {0} minutes of the three-way call: by the first-answerer rule {1} takes it (State Council Office document 12 of 2022)"),
        (new("^三方通话中与110协商一致$"), "Agreed with 110 in the three-way call"),
        (new("^责任方：(110|12345)。(.+)$"), "Responsible: {0}. {1}"),
        (new("^话务员一键转接 110$"), "Passed to 110 by one key"),
        (new("^(?:公安|消防|急救|交警)(\\d{3})退回：(.+)$"), "{0} sent it back: {1}"),
        (new("^派单目录 (\\S+)：(.+) 无对应条目，由兜底单位承办 → (.+)$"), "Dispatch catalogue {0}: no entry for {1}, the fallback unit handles it → {2}"),
        (new("^裁定先例 裁?(\\S+)：(.+)$"), "Precedent {0}: {1}"),
        (new("^短信回复：未解决$"), "Answered the message: not solved"),
        (new("^首次启动时由配置文件导入$"), "Imported from the configuration file at the first start"),
        (new("^元旦$"), "New Year's Day"),
        (new("^春节$"), "Spring Festival"),
        (new("^清明节$"), "Qingming Festival"),
        (new("^劳动节$"), "Labour Day"),
        (new("^端午节$"), "Dragon Boat Festival"),
        (new("^中秋节$"), "Mid-Autumn Festival"),
        (new("^国庆节$"), "National Day"),
        (new("^国庆节、中秋节$"), "National Day, Mid-Autumn Festival"),
        (new("^中秋节、国庆节$"), "Mid-Autumn Festival, National Day"),
        (new("^国办发明电〔(\\d{4})〕(\\d+)号$"), "General Office of the State Council, Guobanfa Mingdian [{0}] No. {1}"),
        (new("^保存期限届满$"), "The time to keep it is over"),
        (new("^参照120调度录音保存两年以上$"), "As recordings of the 120 dispatch, kept for two years or more"),
        (new("^或按档案部门保管期限表$"), "Or as the archives' schedule says"),
        (new("^《网络安全法》第二十一条：网络日志不少于六个月$"), "Cybersecurity Law, article 21: network logs for six months or more"),
        (new("^系统$"), "System"),
        (new("^诉求人$"), "the citizen"),
        (new("^市民热线中心$"), "The hotline centre"),
        (new("^经热线转接短信告知诉求人。$"), "Told the citizen by a relayed message."),
        (new("^经热线中继通话联系诉求人，通话已录音。$"), "Spoke with the citizen by a relayed call; it was recorded."),
        (new("^派单目录 (\\S+)：(.+)$"), "Dispatch catalogue {0}: {1}"),
        (new("^(\\d{4}年.+)：寄给 (\\d+) 个收件人$"), "{0}: sent to {1} receivers"),
        (new("^清除录音 (\\d+) 通，转写 (\\d+) 通，通话明细 (\\d+) 通，联动报文 (\\d+) 份，座席状态 (\\d+) 条，质检记录 (\\d+) 通$"), "Erased: {0} recordings, {1} transcripts, details of {2} calls, {3} packets, {4} times of seats, checks of {5} calls"),
        (new("^撤并单位在办工单 (\\d+) 件，转派 (\\d+) 件，待人工处理 (\\d+) 件$"), "Open tickets of dissolved units: {0}; passed on: {1}; left to people: {2}"),
        (new("^(\\S+)：受理 (\\d+) 件，直接答复 (\\d+) 件，转110 (\\d+) 件$"), "{0}: {1} accepted, {2} answered at once, {3} passed to 110"),
        (new("^(\\d+) 个索引有效，B 树结构完好，全部订阅跟上$"), "{0} indexes are valid, their trees whole, and every subscriber is up to date"),
        (new("^(\\d+) 个索引有效（未安装 amcheck，未查结构），全部订阅跟上$"), "{0} indexes are valid (amcheck is not installed: their trees were not checked), and every subscriber is up to date"),
        (new("^([a-z_0-9]+)：无效$"), "{0}: invalid"),
        (new("^订阅 (\\S+) 落后 (\\d+) 分钟$"), "Subscriber {0} is {1} minutes behind"),
        (new("^(\\S+) 相符 (\\d+)，我方独有 (\\d+)，对方独有 (\\d+)，状态不一 (\\d+)$"), "{0}: {1} match, {2} only here, {3} only there, {4} in different states"),
        (new("^(\\S+) 未能对账（(.+)）$"), "{0}: not matched ({1})"),
        (new("^没有联动单位提供对账地址，等待对方推送账单$"), "No partner has an address for its ledger: theirs are waited for"),
        (new("^去标识化 (\\d+) 张工单，清除短期数据 (\\d+) 行$"), "{0} tickets lost their personal data, {1} rows of short-lived data were erased"),
        (new("^(\\d+) 个事件、(\\d+) 个日根全部相符$"), "{0} events and {1} roots of days all match"),
        (new("^没有新的日根$"), "No new root of a day"),
        (new("^新增 (\\d+) 个日根，最后一个 (\\S+)：(\\d+) 张工单、(\\d+) 个事件$"), "{0} roots of days added, the last of {1}: {2} tickets, {3} events"),
        (new("^(\\d{4}-\\d{2}) 已冻结，新勘误 (\\d+) 件$"), "{0} is frozen; new errata: {1}"),
        (new("^没有待冻结的月份，新勘误 (\\d+) 件$"), "No month waits to be frozen; new errata: {0}"),
        (new("^(\\d{4})年(\\d{1,2})月(\\d{1,2})日$"), "{0}-{1}-{2}"),
        (new("^(\\d{4}年\\S+) – (\\d{4}年\\S+)$"), "{0} – {1}"),
        (new("^索引或订阅异常：(.+)$"), "Indexes or subscribers are not well: {0}"),
        (new("^清除草稿 (\\d+) 份$"), "{0} drafts erased"),
    ];

    /// <summary>Null for what the system did not write.</summary>
    public static string? English(string? text)
    {
        if (string.IsNullOrEmpty(text) || !Chinese().IsMatch(text)) return null;
        foreach (var (chinese, english) in Known)
        {
            if (chinese.Match(text) is { Success: true, Groups: var groups }) return groups.Cast<Group>().Skip(1).Select((g, i) => (g.Value, i)).Aggregate(english, (said, part) => said.Replace($"{{{part.i}}}", English(part.Value) ?? part.Value, StringComparison.Ordinal));
        }

        return null;
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
