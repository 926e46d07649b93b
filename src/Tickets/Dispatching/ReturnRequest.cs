using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Dispatching;

/// <summary>退单原因</summary>
[JsonConverter(typeof(KebabJson<ReturnReason>))]
public enum ReturnReason
{
    [Description("属地不符")] WrongArea,
    [Description("职能不符")] WrongDuty,
    [Description("权属不清")] UnclearOwnership,
    [Description("超出行政范围")] OutsideAdministration,
    [Description("需上级或垂管单位")] HigherAuthority,
    [Description("信息不全")] IncompleteInformation,
    [Description("重复件")] Duplicate,
}

/// <summary>退单申请</summary>
/// <param name="Suggested">建议承办单位</param>
/// <param name="Evidence">佐证: the duty list, the map, the record that shows it.</param>
public sealed record ReturnRequest(ReturnReason Code, string Reason, DepartmentId? Suggested, string? Evidence);
