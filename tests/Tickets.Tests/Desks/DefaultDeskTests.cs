using Microsoft.Extensions.Hosting;

namespace Hotline.Tickets.Tests.Desks;

/// <summary>The default: hosts that know nothing of each other, and the log between them.</summary>
public sealed class DefaultDeskTests(DefaultDeskTests.Hosts hosts) : TicketDeskContract(hosts), IClassFixture<DefaultDeskTests.Hosts>
{
    public sealed class Hosts : DeskHosts
    {
        internal override Type Worker => typeof(DefaultDeskWorker);

        private protected override void Choose(IHostApplicationBuilder host) { }
    }
}

/// <summary>Not a test of its own: the host that <see cref="TicketDeskContract"/> kills.</summary>
public sealed class DefaultDeskWorker
{
    [Fact(Explicit = true)]
    public Task Works_until_it_is_killed() => DeskWorker.WorkAsync(_ => { });
}
