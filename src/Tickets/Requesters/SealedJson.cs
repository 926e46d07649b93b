using System.Text;
using Hotline.Tickets.EventStore;

namespace Hotline.Tickets.Requesters;

/// <summary>Personal data as sealed JSON.</summary>
internal static class SealedJson
{
    /// <inheritdoc cref="PersonalDataKey.SealBytes"/>
    internal static byte[] Seal<T>(this PersonalDataKey key, T value, string of) => key.SealBytes(Encoding.UTF8.GetBytes(EventJson.Write(value)), of);

    /// <inheritdoc cref="PersonalDataKey.OpenBytes"/>
    internal static T Open<T>(this PersonalDataKey key, ReadOnlySpan<byte> whole, string of) => EventJson.Read<T>(Encoding.UTF8.GetString(key.OpenBytes(whole, of)));
}
