namespace Hotline.Telephony.Recordings;

/// <summary>A finished recording (录音): stereo A-law WAV, citizen left, what the citizen heard right.</summary>
/// <param name="Sha256">Of the whole file, lower-case hexadecimal.</param>
public sealed record Recording(string File, TimeSpan Length, long Bytes, string Sha256);
