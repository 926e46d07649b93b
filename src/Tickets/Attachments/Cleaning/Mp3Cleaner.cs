namespace Hotline.Tickets.Attachments.Cleaning;

/// <summary>An MP3 without its tags: ID3v2 before the sound (id3.org, 2.4.0), ID3v1 and APE behind it.</summary>
internal static class Mp3Cleaner
{
    /// <exception cref="InvalidDataException">Nothing but tags is in it.</exception>
    internal static byte[] Clean(byte[] mp3)
    {
        ReadOnlySpan<byte> sound = mp3;
        while (sound.Length > 10 && sound.StartsWith("ID3"u8))
        {
            var length = 10 + ((sound[6] & 0x7F) << 21 | (sound[7] & 0x7F) << 14 | (sound[8] & 0x7F) << 7 | (sound[9] & 0x7F)) + ((sound[5] & 0x10) != 0 ? 10 : 0);
            if (length >= sound.Length) throw new InvalidDataException("The tag is longer than the file.");
            sound = sound[length..];
        }

        if (sound.Length > 128 && sound[^128..].StartsWith("TAG"u8)) sound = sound[..^128];
        var ape = sound.LastIndexOf("APETAGEX"u8);
        if (ape >= 0 && sound.Length - ape == 32) sound = sound[..Math.Max(0, sound[..ape].LastIndexOf("APETAGEX"u8) is >= 0 and var first ? first : ape)];
        return sound.Length > 4 ? sound.ToArray() : throw new InvalidDataException("There is no sound in it.");
    }
}
