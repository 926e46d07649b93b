using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>One thing people do with a ticket (环节); its code is the last part of its address in the API.</summary>
[JsonConverter(typeof(KebabJson<Step>))]
public enum Step
{
    [Description("受理")] Accept,
    [Description("直接答复")] Answer,
    [Description("派单")] Dispatch,
    [Description("签收")] Sign,
    [Description("先行联系")] Contact,
    [Description("退单")] Return,
    [Description("答复")] Reply,
    [Description("审核通过")] Approve,
    [Description("审核退回")] SendBack,
    [Description("回访")] FollowUp,
    [Description("市民评价")] Rate,
    [JsonStringEnumMemberName("transfer-to-110"), Description("转110")] TransferToPolice,
    [Description("110办理结果")] PoliceResult,
}
