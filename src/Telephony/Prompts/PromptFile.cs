using System.Security.Cryptography;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Prompts;

/// <summary>提示音: a prompt as people see it.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Length">Zero where nothing can be played.</param>
/// <param name="Sha256">Of the file that is played, lower-case hex; null where nothing can be played.</param>
/// <param name="Problem">Why the file on disk is not the one that is played; null when it is.</param>
public sealed record PromptInfo(string Id, string Text, string Language, string File, TimeSpan Length, string? Sha256, string? Problem);

/// <summary>One file of the manifest and what was read of it last. Changed under the library's lock only.</summary>
internal sealed class PromptFile(string id, string file)
{
    private static readonly DateTime Missing = DateTime.FromFileTimeUtc(0);
    private string _text = "";
    private string _language = "zh";
    private string? _sha256;
    private string? _problem;
    private (DateTime Written, long Length)? _seen;
    private volatile Prompt? _audio;

    internal Prompt? Audio => _audio;

    internal PromptInfo Info => new(id, _text, _language, Path.GetFileName(file), Audio?.Length ?? TimeSpan.Zero, _sha256, _problem);

    /// <summary>The same prompt where its file is the same; another file begins with this one's audio, in case it cannot be read.</summary>
    internal PromptFile At(string other) => other == file ? this : new(id, other) { _audio = _audio, _sha256 = _sha256 };

    internal void Describe(string text, string language) => (_text, _language) = (text, language);

    /// <summary>Reads the file where it has changed; returns what is wrong with it, once.</summary>
    internal string? Refresh()
    {
        var found = new FileInfo(file);
        var now = found.Exists ? (found.LastWriteTimeUtc, found.Length) : (Missing, 0);
        if (now == _seen) return null;
        _seen = now;
        try
        {
            var audio = Prompt.Load(file);
            _sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            (_audio, _problem) = (audio, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _problem = e.Message;
        }

        return _problem;
    }
}
