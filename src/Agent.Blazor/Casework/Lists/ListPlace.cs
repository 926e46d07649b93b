namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>Where a list stands: its query in the address and the views its reader has kept.</summary>
public sealed class ListPlace
{
    internal ListPlace(ListQuery query, IReadOnlyList<SavedView> views, Action<ListQuery> go, Func<SavedView, Task<bool>> save, Func<SavedView, Task> remove) =>
        (Query, Views, Go, SaveAsync, RemoveAsync) = (query, views, go, save, remove);

    internal ListQuery Query { get; }

    internal IReadOnlyList<SavedView> Views { get; }

    internal Action<ListQuery> Go { get; }

    internal Func<SavedView, Task<bool>> SaveAsync { get; }

    internal Func<SavedView, Task> RemoveAsync { get; }
}
