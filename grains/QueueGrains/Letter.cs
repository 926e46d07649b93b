using Orleans.Concurrency;
using System.Text.Json;
using Hotline.Telephony.Calls;

namespace Hotline.QueueGrains;

/// <summary>What media nodes say to each other, as JSON: the shapes are those of the telephony module, which knows nothing of grains.</summary>
[GenerateSerializer, Immutable, Alias("hotline.letter")]
internal readonly record struct Letter([property: Id(0)] string Text)
{
    internal static Letter Of<T>(T what) => new(JsonSerializer.Serialize(what, CallJson.Options));

    internal T Read<T>() => JsonSerializer.Deserialize<T>(Text, CallJson.Options)!;

    /// <summary>For logs: nothing of a call.</summary>
    public override string ToString() => nameof(Letter);
}
