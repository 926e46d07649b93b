namespace Hotline.Agent.Blazor.Desk;

/// <summary>Plays what a field was filled from; the desk knows the call.</summary>
public sealed class EvidencePlayer(Func<Evidence, Task> play)
{
    internal Task PlayAsync(Evidence evidence) => play(evidence);
}
