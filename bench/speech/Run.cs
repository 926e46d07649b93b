namespace Hotline.Bench.Speech;

/// <summary>Every clip recognised once.</summary>
/// <param name="Texts">In the order of the clips.</param>
/// <param name="Wall">Seconds, without loading the model.</param>
/// <param name="Cpu">Likewise, of processor time.</param>
internal sealed record Run(IReadOnlyList<string> Texts, double Wall, double Cpu)
{
    internal double ErrorRate(IReadOnlyList<Clip> clips) => 100.0 * clips.Zip(Texts).Sum(c => c.First.ErrorsIn(c.Second)) / clips.Sum(clip => clip.Text.Length);

    internal int Exact(IReadOnlyList<Clip> clips) => clips.Zip(Texts).Count(c => c.First.ErrorsIn(c.Second) == 0);
}
