namespace Hotline.Telephony.Neighbours;

/// <summary>
/// 邻台: the other media nodes of the city, which serve the same queues with this one. Without any a node is alone, and nothing of this is
/// asked. Nothing here may block a call: what cannot be said at once is said later, and a node that hears nothing works alone.
/// </summary>
internal interface IQueueNeighbours
{
    /// <summary>What the other nodes told last, of those alone that told it a moment ago.</summary>
    IReadOnlyList<QueueReport> Seen { get; }

    /// <summary>How it stands here, told several times a second. Only notes it and returns.</summary>
    void Tell(IReadOnlyList<QueueReport> here);

    /// <summary>Has the other node expect a call under a token that only the two of them know. False: it wants none, or is not reached.</summary>
    Task<bool> AnnounceAsync(string node, HandedCall call, CancellationToken ct);
}
