using Hotline.Agent.Blazor.Accounts;
using Hotline.Telephony.Care;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Npgsql;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>
/// 已转介: whoever was handed to 12356 leaves a ticket that says so and nothing else: no words, no number, not even which call. Only who wants
/// to be called afterwards leaves a number, and then the ticket stays open until somebody has. Running twice makes one ticket.
/// </summary>
internal sealed partial class ReferralMatters(Referrals referrals, Reception reception, AccountStore accounts, TimeProvider clock, ILogger<ReferralMatters> log) : BackgroundService
{
    private const string Title = "已转介";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var made in await referrals.ToTellAsync(stoppingToken)) await KeepAsync(made, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Waiting(e.Message);
            }
        }
    }

    private async Task KeepAsync(MadeReferral made, CancellationToken ct)
    {
        try
        {
            var receipt = await reception.AcceptOnceAsync($"referral:{made.Call}", TicketOf(made), await accounts.AgentAsync(made.Agent.Value, ct), ct);
            await referrals.ToldAsync(made.Call, receipt.Number.ToString(), ct);
        }
        catch (InvalidRequestException e)
        {
            await referrals.ToldAsync(made.Call, $"refused: {string.Join(", ", e.Errors.Keys)}", ct); // a rule of the city asks such tickets for more than may be kept
            Refused(e.Message);
        }
    }

    internal static Request TicketOf(MadeReferral made)
    {
        var wanted = made.Number is { Length: >= 3 and <= 20 } number && number.All(char.IsAsciiDigit) ? number : null;
        return new()
        {
            Type = RequestType.Help, Title = Title, Text = Title, Confidential = true, Phone = wanted, WantsReply = wanted is not null, Line = made.Line,
            Answer = wanted is null ? $"已转介{made.To}" : null,
        };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Referrals to 12356 wait for the database: {Reason}")]
    private partial void Waiting(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A referral to 12356 got no ticket: {Reason}. Let the city's form rules ask requests for help without a category for nothing")]
    private partial void Refused(string reason);
}
