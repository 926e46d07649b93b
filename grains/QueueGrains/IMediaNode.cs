namespace Hotline.QueueGrains;

/// <summary>A media node (媒体节点) as grains and other nodes speak to it.</summary>
internal interface IMediaNode : IGrainObserver
{
    /// <summary>A call that waits there is to ring at an agent of another node. Returns at once; how it ended is told to the queue's grain.</summary>
    /// <param name="order">A HandOver.</param>
    /// <param name="to">The agent's node.</param>
    Task HandOverAsync(string queue, Letter order, IMediaNode to);

    /// <summary>Another node is about to call. False: not wanted.</summary>
    /// <param name="call">A HandedCall.</param>
    Task<bool> ExpectAsync(Letter call);
}
