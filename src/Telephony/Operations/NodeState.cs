using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Operations;

/// <summary>One media node at one moment.</summary>
/// <param name="LongestWait">Of those who wait now.</param>
/// <param name="Seats">Agents signed in.</param>
/// <param name="PortsInUse">Share of the RTP pool, resting ports included, 0 to 1.</param>
/// <param name="FreeBytes">Where recordings go.</param>
public sealed record NodeState(
    string Node, bool Draining, TelephonyHealth Health, int Calls, int MaxCalls, int Waiting, TimeSpan LongestWait, int Seats, SipCounters Sip, MediaCounters Media,
    double PortsInUse, IReadOnlyList<TrunkStatus> Trunks, long FreeBytes)
{
    /// <summary>Files and sockets the process may open (RLIMIT_NOFILE).</summary>
    public long MostFiles { get; init; } = long.MaxValue;
}

/// <summary>Something that somebody must look at (告警).</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Urgent">Callers are being hurt now; else they soon may be.</param>
public sealed record Alarm(string Code, bool Urgent, string Chinese, string English);

/// <summary>Which alarms a node's state means. Pure.</summary>
internal static class Alarms
{
    private const double Nearly = 0.8;
    private const long FewBytes = 10L << 30;
    private const int FilesACall = 5; // two sockets for the citizen, two for an agent's telephone, the recording
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Audible = TimeSpan.FromMilliseconds(60);

    internal static IReadOnlyList<Alarm> Of(NodeState now)
    {
        List<Alarm> alarms = [];
        void If(bool holds, string code, bool urgent, string chinese, string english)
        {
            if (holds) alarms.Add(new(code, urgent, chinese, english));
        }

        If(!now.Health.Listening, "sip-silent", true, "SIP 未监听，无法接听来电", "SIP does not listen: no call can come in.");
        If(!now.Health.MediaAlive, "media-stopped", true, "媒体线程停止，通话无声", "The media thread stands still: calls are silent.");
        If(now.Calls >= now.MaxCalls, "calls-full", true, $"通话数已达上限 {now.MaxCalls}，新来电被拒绝", $"All {now.MaxCalls} calls are in use: new ones are refused.");
        If(now.Calls < now.MaxCalls && now.Calls >= Nearly * now.MaxCalls, "calls-nearly-full", false, $"通话数 {now.Calls}，接近上限 {now.MaxCalls}", $"{now.Calls} of {now.MaxCalls} calls are in use.");
        If(now.PortsInUse >= Nearly, "ports-nearly-used", now.PortsInUse >= 1, "RTP 端口即将用尽，请扩大 FirstRtpPort 至 LastRtpPort", "RTP ports run out: widen FirstRtpPort to LastRtpPort.");
        If(now.MostFiles < (long)FilesACall * now.MaxCalls, "few-files", false, $"进程最多打开 {now.MostFiles} 个文件，不足以支持 {now.MaxCalls} 路通话，请提高 LimitNOFILE",
            $"The process may open {now.MostFiles} files, too few for {now.MaxCalls} calls: raise LimitNOFILE.");
        If(now.FreeBytes < FewBytes, "disk-nearly-full", now.FreeBytes < FewBytes / 10, "录音磁盘剩余不足 10 GB", "Less than 10 GB is left for recordings.");
        If(now.Media.RecordingOverflows > 0, "recordings-have-gaps", false, "磁盘过慢，部分录音缺失", "The disk was too slow: recordings have gaps.");
        If(now.Media.WorstOverrun > Audible, "audio-stuttered", false, $"媒体时钟曾延迟 {now.Media.WorstOverrun.TotalMilliseconds:0} 毫秒，语音有断续", $"The media clock was {now.Media.WorstOverrun.TotalMilliseconds:0} ms late: audio stuttered.");
        If(!now.Health.RealTime, "no-real-time", false, "媒体线程没有实时优先级，负载高时语音会断续", "The media thread has no real-time priority: under load audio stutters.");
        If(!now.Health.Recorded, "records-wait", false, "话务记录暂存磁盘，等待数据库", "Call records wait on disk for the database.");
        If(now.Waiting > 0 && now.Seats == 0, "nobody-answers", true, "有来电排队，但没有话务员签入", "Callers wait and no agent is signed in.");
        If(now.LongestWait > LongWait, "long-wait", false, $"最长排队已 {now.LongestWait.TotalSeconds:0} 秒", $"Somebody has been waiting for {now.LongestWait.TotalSeconds:0} s.");
        foreach (var trunk in now.Trunks.Where(t => !t.Up)) If(true, "trunk-down", true, $"中继 {trunk.Name} 中断", $"Trunk {trunk.Name} is down.");
        return alarms;
    }
}
