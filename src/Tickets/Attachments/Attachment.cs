using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Attachments.Proofs;

namespace Hotline.Tickets.Attachments;

/// <summary>附件类型</summary>
[JsonConverter(typeof(KebabJson<AttachmentKind>))]
public enum AttachmentKind
{
    [Description("图片")] Photo,
    [Description("音频")] Audio,
    [Description("视频")] Video,
    [Description("文件")] File,
}

/// <summary>What a ticket knows of a file that lies sealed in the store (附件).</summary>
/// <param name="Bytes">Of the original.</param>
/// <param name="Sha256">Of the original, in hexadecimal.</param>
/// <param name="Proof">办理佐证: shows what was done.</param>
/// <param name="ByCitizen">Sent by the citizen with number and query code.</param>
public sealed record Attachment(Guid Id, string Name, AttachmentKind Kind, long Bytes, string Sha256, bool Proof, bool ByCitizen = false)
{
    /// <summary>拍摄时间与地点 of a proof; null for other files and where nothing says.</summary>
    public ProofTaken? Taken { get; init; }
}
