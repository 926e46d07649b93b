namespace Hotline.Telephony.Media;

/// <summary>Where a leg is in its prompt; a part of the leg, which looks here every tick. Belongs to the media thread.</summary>
internal struct PromptPlayer
{
    private Prompt? _prompt;
    private bool _loop;
    private int _position;

    internal readonly bool Playing => _prompt is not null;
    internal object? Tag { get; private set; }

    internal void Start(Prompt prompt, bool loop, object? tag) => (_prompt, _loop, Tag, _position) = (prompt, loop, tag, 0);

    internal void Stop() => _prompt = null;

    /// <summary>The next frame, filled up with silence or from the loop's beginning; true when it was the last.</summary>
    internal bool Next(Span<byte> frame, AudioCodec codec)
    {
        var alaw = _prompt!.Alaw.Span;
        while (!frame.IsEmpty && _position < alaw.Length)
        {
            var part = alaw[_position..Math.Min(alaw.Length, _position + frame.Length)];
            G711.Convert(part, AudioCodec.Pcma, frame, codec);
            frame = frame[part.Length..];
            _position += part.Length;
            if (_loop && _position == alaw.Length) _position = 0;
        }

        frame.Fill(G711.Silence(codec));
        if (_position < alaw.Length) return false;
        Stop();
        return true;
    }
}
