namespace Hotline;

/// <summary>
/// Whoever subscribes is told as they were when they did so, above all in their language: news comes on threads that belong to nobody,
/// and a page that was drawn again there would fall back to the language of the host.
/// </summary>
internal static class Subscriber
{
    /// <summary>A new sink each time, so that the same method may subscribe twice.</summary>
    internal static Action<T> AsNow<T>(Action<T> sink)
    {
        var context = ExecutionContext.Capture();
        return context is null ? news => sink(news) : news => ExecutionContext.Run(context, _ => sink(news), null);
    }
}
