using Hotline.Search.BuiltIn;
using Hotline.Tickets;

namespace Hotline.Search.Elasticsearch;

/// <summary>相似工单 in Elasticsearch. Cases are gathered into bulks; a question sends what waits, so that it finds it.</summary>
internal sealed class ElasticsearchCases(ICaseStore store) : IKeptCases, IDisposable
{
    private const int Candidates = 200, Bulk = 500;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _sending = new(1);
    private List<CaseWrite> _waiting = [];
    private bool _unseen;
    private Places? _places;

    private sealed record Places(long Cases, Dictionary<ulong, int> Naming)
    {
        /// <summary>How common places are changes slowly.</summary>
        internal bool AreOf(long cases) => Math.Abs(cases - Cases) <= Cases / 10;

        internal double Weight(ulong mark) => PlaceWeights.Weight(Cases, Naming.GetValueOrDefault(mark));
    }

    public ValueTask IndexAsync(CaseEntry entry, CancellationToken ct) => AddAsync(new(entry.Ticket, CaseDocument.Of(CaseText.Mask(entry)), null), ct);

    public ValueTask UpdateAsync(TicketId ticket, CaseStatus status, CancellationToken ct) => AddAsync(new(ticket, null, new(status.State, status.Closed, status.Department)), ct);

    public async ValueTask<int> CountAsync(CancellationToken ct)
    {
        await SendAsync(visible: true, ct);
        return await store.CountAsync(ct);
    }

    public async ValueTask<IReadOnlyList<SimilarCase>> FindAsync(SimilarQuery query, CancellationToken ct)
    {
        query = CaseText.Mask(query);
        if (string.IsNullOrWhiteSpace(query.Text + query.Place)) return [];
        await SendAsync(visible: true, ct);
        var statistics = await store.WordsAsync($"{query.Text}\n{query.Place}", ct);
        var question = new Question(query, statistics);
        if (question.Words is not { Length: > 0 } words) return [];
        var candidates = await store.CandidatesAsync(words, query.Except, Math.Max(Candidates, query.K), ct);
        var places = await PlacesAsync(statistics.Cases, ct);
        return question.Rank(candidates, places.Weight);
    }

    public async ValueTask<string?> PositionAsync(CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            lock (_gate) _waiting = [];
            return await store.PositionAsync(ct);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask CommitAsync(string position, CancellationToken ct)
    {
        await SendAsync(visible: false, ct);
        await store.SavePositionAsync(position, ct);
        _unseen = false; // the index shows it by itself within a second
    }

    public async ValueTask ForgetAsync(CancellationToken ct)
    {
        await store.DropAsync(ct);
        _places = null;
    }

    private async ValueTask AddAsync(CaseWrite write, CancellationToken ct)
    {
        bool full;
        lock (_gate)
        {
            _waiting.Add(write);
            full = _waiting.Count >= Bulk;
        }
        if (full) await SendAsync(visible: false, ct);
    }

    /// <summary>One bulk after the other, so that what is known later is written later. What could not be written waits on.</summary>
    private async Task SendAsync(bool visible, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            var writes = Take();
            if (writes.Count > 0) await WriteAsync(writes, visible, ct);
            else if (visible && _unseen) await store.RefreshAsync(ct);
            _unseen = !visible && (_unseen || writes.Count > 0);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task WriteAsync(List<CaseWrite> writes, bool visible, CancellationToken ct)
    {
        try
        {
            await store.WriteAsync(writes, visible, ct);
        }
        catch
        {
            lock (_gate) _waiting.InsertRange(0, writes);
            throw;
        }
    }

    private List<CaseWrite> Take()
    {
        lock (_gate)
        {
            var writes = _waiting;
            _waiting = [];
            return writes;
        }
    }

    private async Task<Places> PlacesAsync(long cases, CancellationToken ct)
    {
        if (_places is { } known && known.AreOf(cases)) return known;
        var (counted, most) = await store.PlacesAsync(ct);
        var naming = new Dictionary<ulong, int>(most.Count);
        foreach (var (place, times) in most) naming[Tokens.Hash(place)] = naming.GetValueOrDefault(Tokens.Hash(place)) + times;
        return _places = new(counted, naming);
    }

    public void Dispose()
    {
        (store as IDisposable)?.Dispose();
        _sending.Dispose();
    }
}
