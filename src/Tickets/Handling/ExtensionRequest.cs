using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Handling;

/// <summary>延期原因</summary>
[JsonConverter(typeof(KebabJson<ExtensionReason>))]
public enum ExtensionReason
{
    [Description("情况复杂")] Complex,
    [Description("需检测鉴定")] Appraisal,
    [Description("需多部门会商")] SeveralDepartments,
    [Description("法定期限更长")] LongerByLaw,
    [Description("等待资金或工程")] FundsOrWorks,
    [Description("季节或天气")] SeasonOrWeather,
    [Description("等待诉求人材料")] AwaitingCitizen,
}

/// <summary>延期申请</summary>
/// <param name="By">The account that asked; it may not grant.</param>
public sealed record ExtensionRequest(ExtensionReason Code, string Reason, Limit More, string By);

/// <summary>挂起申请</summary>
/// <param name="Ground">Code of a pause ground of the city.</param>
public sealed record SuspensionRequest(string Ground, string Reason, string? Evidence, Limit For, string By);
