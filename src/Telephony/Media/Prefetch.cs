using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Hotline.Telephony.Media;

/// <summary>
/// Tells the processor what the media thread will need soon: a thousand legs do not stay in its cache from one tick to the next, and to wait
/// for one line after the other costs as much as all that is done with them. Only a hint: an object that the collector moves meanwhile does no harm.
/// </summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <summary>An object's first bytes.</summary>
    internal static void Object(object? it, int bytes = Line)
    {
        if (it is not null) Lines(*(byte**)Unsafe.AsPointer(ref it), bytes);
    }

    /// <summary>A frame within an array, whose length is not looked at: that would be to wait for it. What lies past its end is fetched in vain.</summary>
    internal static void Frame(byte[] array, int at, int bytes) => Lines((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) + at, bytes);

    /// <inheritdoc cref="Frame(byte[], int, int)"/>
    internal static void Frame(ulong[] array, int at) => Lines((byte*)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), at)), 3 * sizeof(ulong));

    private static void Lines(byte* from, int bytes)
    {
        if (!Sse.IsSupported) return;
        for (var at = 0; at < bytes; at += Line) Sse.Prefetch0(from + at);
        Sse.Prefetch0(from + bytes - 1);
    }
}
