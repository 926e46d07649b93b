using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hotline.Tickets;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Tests;
using Hotline.Tickets.Tests.Desks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Hotline.Grains.Tests;

/// <summary>A cluster of two silos, a third that is killed.</summary>
public sealed class GrainDeskTests(GrainDeskTests.Cluster cluster) : TicketDeskContract(cluster), IClassFixture<GrainDeskTests.Cluster>
{
    public sealed class Cluster : DeskHosts
    {
        internal override Type Worker => typeof(GrainDeskWorker);

        private protected override void Choose(IHostApplicationBuilder host) => Join(host);

        internal override bool LeavesOpen(Exception e) => e is SiloUnavailableException or TimeoutException;

        internal static void Join(IHostApplicationBuilder host)
        {
            host.Configuration.AddInMemoryCollection([new("Grains:Port", FreePort().ToString(CultureInfo.InvariantCulture))]);
            host.AddGrains();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    [Fact]
    public async Task The_hosts_are_one_cluster_and_a_ticket_lives_on_one_of_them()
    {
        var management = cluster.One.Get<IGrainFactory>().GetGrain<IManagementGrain>(0);
        Assert.True((await management.GetHosts(onlyActive: true, Ct)).Count >= 2);
        var ticket = (await cluster.One.Reception.AcceptAsync(TicketStory.Request, Sample.Agent, Ct)).Id;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => cluster.All[i % 2].Desk.HandleAsync(ticket, new NoteTicket($"第 {i} 条备注"), Sample.Agent, Ct)));

        var grain = cluster.Other.Get<IGrainFactory>().GetGrain<ITicketGrain>(ticket.Value);
        Assert.Equal(1, await management.GetGrainActivationCount((GrainReference)grain, Ct));
        Assert.IsType<GrainDesk>(cluster.One.Desk);
    }

    [Fact]
    public async Task A_cluster_and_the_default_take_turns_on_one_database()
    {
        await using var plain = await DeskHost.StartAsync(cluster.Connection, cluster.Folder, _ => { }, Ct);
        for (var round = 0; round < 4; round++)
        {
            var (grains, ticket) = (cluster.All[round % 2], (await plain.Reception.AcceptAsync(TicketStory.Request, Sample.Agent, Ct)).Id);
            await DoneAsync(grains, ticket, new NoteTicket("群集先见"), Sample.Agent);
            await DoneAsync(plain, ticket, new DispatchTicket(Sample.Water), Sample.Dispatcher); // the grain does not know
            await DoneAsync(grains, ticket, new SignForTicket(), Sample.WaterClerk); // would be refused on what it knew
            await DoneAsync(plain, ticket, new NoteTicket("主机再记"), Sample.Agent);
            await DoneAsync(grains, ticket, new NoteTicket("群集又记"), Sample.Agent); // would be written on an old version
            Assert.Equal("not-in-this-state", Assert.IsType<Decision.Refused>(await plain.Desk.HandleAsync(ticket, new SignForTicket(), Sample.WaterClerk, Ct)).Code);
            Assert.Equal([1, 2, 3, 4, 5, 6], (await plain.File.EventsAsync(ticket, Ct)).Select(e => e.Version));
        }
    }

    private static async Task DoneAsync(DeskHost host, TicketId ticket, ITicketCommand command, Actor by) =>
        Assert.IsType<Decision.Happened>(await host.Desk.HandleAsync(ticket, command, by, Ct));
}

/// <summary>Not a test of its own: the silo that the suite kills.</summary>
public sealed class GrainDeskWorker
{
    [Fact(Explicit = true)]
    public Task Works_until_it_is_killed() => DeskWorker.WorkAsync(GrainDeskTests.Cluster.Join);
}
