using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Why a recording is paused (录音暂停原因), and why a wrap-up is extended (延长整理原因): the terms that are recorded, and their words on the page.</summary>
internal static class PauseReasons
{
    internal static readonly IReadOnlyList<(string Term, string Word)> OfRecording =
        [("身份证号", "pause.id-card"), ("银行卡号", "pause.bank-card"), ("密码或验证码", "pause.password"), ("健康等隐私", "pause.privacy")];

    internal static readonly IReadOnlyList<(string Term, string Word)> OfWrapUp =
        [("工单未填完", "extend.ticket"), ("需联系承办单位", "extend.department"), ("系统故障", "extend.fault")];

    internal static string Name(string term, IStringLocalizer words) => OfRecording.FirstOrDefault(r => r.Term == term).Word is { } word ? words[word] : term;
}
