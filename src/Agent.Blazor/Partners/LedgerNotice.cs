using Hotline.Telephony;
using Hotline.Telephony.Police;
using Hotline.Tickets.Partners;
using Npgsql;

namespace Hotline.Agent.Blazor.Partners;

/// <summary>
/// 随转信息 with a ledger before it: a packet that an emergency line does not take is kept and goes as soon as the link is back. Neither the
/// ledger nor the link holds the voice up. What goes to 12356 leaves no trace here.
/// </summary>
internal sealed partial class LedgerNotice(TelephonyOptions options, ExchangeLedger ledger, PartnerConnector connector, ILogger<LedgerNotice> log) : IPartnerNotice
{
    private const string PoliceLine = "110";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly IPartnerNotice _plain = IPartnerNotice.Of(options);

    public string Way => _plain.Way;

    public async Task SendAsync(PartnerPacket packet, CancellationToken ct)
    {
        if (packet is not PartnerPacket.Police police)
        {
            await _plain.SendAsync(packet, ct);
            return;
        }

        var (line, json) = (police.Line ?? PoliceLine, packet.ToJson());
        var id = await OfferAsync(line, packet.Correlation, json, ct);
        try
        {
            await connector.SendAsync(line, json, ct);
        }
        catch (Exception e) when (id is not null)
        {
            await ledger.FailedAsync(id.Value, PartnerConnector.KindOf(e), CancellationToken.None);
            throw;
        }

        if (id is { } known) await AckedAsync(known);
    }

    /// <summary>The line has its packet: that the ledger cannot be written does not undo it. The worker sends it again, and the line knows it by its number.</summary>
    private async Task AckedAsync(long id)
    {
        try
        {
            await ledger.AckedAsync(id, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            NotAcked(e.GetType().Name);
        }
    }

    private async Task<long?> OfferAsync(string line, string correlation, string json, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await ledger.OfferCallAsync(line, correlation, json, patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            NotWritten(e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A packet to an emergency line went without a line in the ledger: {Reason}. The call's own log has it")]
    private partial void NotWritten(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A packet was taken by an emergency line, and the ledger could not be told: {Reason}. It is sent once more")]
    private partial void NotAcked(string reason);
}
