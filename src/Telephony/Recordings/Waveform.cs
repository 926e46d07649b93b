using Hotline.Telephony.Media;

namespace Hotline.Telephony.Recordings;

/// <summary>波形: the loudest of each piece of a recording.</summary>
/// <param name="PieceMilliseconds">How long a piece is.</param>
/// <param name="Citizen">0 to 100 of full scale, a piece each.</param>
/// <param name="Agent">What the citizen heard, alike.</param>
public sealed record Waveform(int PieceMilliseconds, IReadOnlyList<int> Citizen, IReadOnlyList<int> Agent)
{
    private const int Pieces = 1000;
    private const int Shortest = 20;

    /// <summary>At most about a thousand pieces, however long the call.</summary>
    internal static async Task<Waveform> OfAsync(SealedWavStream wav, CancellationToken ct)
    {
        var milliseconds = (int)Math.Max(Shortest, StereoWav.Length(wav.AudioLength).TotalMilliseconds / Pieces);
        var piece = milliseconds * (StereoWav.BytesPerSecond / 1000);
        var (citizen, agent, buffer) = (new List<int>(), new List<int>(), new byte[piece]);
        wav.Position = StereoWav.HeaderLength;
        for (int read; (read = await wav.ReadAtLeastAsync(buffer, piece, throwOnEndOfStream: false, ct)) > 0;)
        {
            citizen.Add(Peak(buffer.AsSpan(0, read), channel: 0));
            agent.Add(Peak(buffer.AsSpan(0, read), channel: 1));
        }

        return new(milliseconds, citizen, agent);
    }

    private static int Peak(ReadOnlySpan<byte> stereo, int channel)
    {
        var peak = 0;
        for (var i = channel; i < stereo.Length; i += 2) peak = Math.Max(peak, Math.Abs((int)G711.Decode(stereo[i], AudioCodec.Pcma)));
        return peak * 100 / 32768;
    }
}
