using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.City;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Reference;
using Hotline.Tickets.Retention;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Citizens;

/// <summary>The citizens' services on a real database, with the sample city's map and a channel that keeps what it is given.</summary>
internal sealed class CitizenGround : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-citizens-").FullName;

    private CitizenGround(TicketHouse house)
    {
        House = house;
        var options = new AttachmentOptions { Folder = _folder, PerCitizen = 2 };
        Files = new SealedFiles(options, house.Key);
        Attachments = new AttachmentDesk(house.Db, house.Desk, Files, new VirusScan(options, NullLogger<VirusScan>.Instance), options, house.Rules, house.Clock);
        Drafts = new ReportDrafts(house.Db, house.Key, Files, Attachments, options, house.Clock);
        Codes = new PhoneCodes(house.Db, house.Key, [Channel], house.Clock);
        Maps = new GridMaps(new ReferenceStore(house.Db, house.Clock), house.Rules, house.Clock);
        Places = new CityPlaces(Maps);
        Merging = new MergeDesk(house.Db, house.Clock);
        var catalogue = new Catalogue(house.Rules);
        Nearby = new NearbyMatters(house.Db, house.Rules, catalogue, house.Clock);
        Reception = new CitizenReception(house.Db, house.Reception, Drafts, Attachments, Merging, Places, house.Clock);
        Answers = new PublishedAnswers(house.Db, house.Store, house.Rules, catalogue, house.Clock);
        Own = new OwnData(house.Db, house.Key, Codes, new PersonalDataEraser(house.Db, house.Key, Files, house.Clock), house.Rules, house.Clock);
        File = new CitizenFile(house.Db, house.Store, house.File, new DeliveryFile(house.Db, house.Key, house.Clock), house.Rules, house.Clock);
    }

    internal TicketHouse House { get; }
    internal SealedFiles Files { get; }
    internal AttachmentDesk Attachments { get; }
    internal ReportDrafts Drafts { get; }
    internal KeptMessages Channel { get; } = new();
    internal PhoneCodes Codes { get; }
    internal GridMaps Maps { get; }
    internal CityPlaces Places { get; }
    internal MergeDesk Merging { get; }
    internal NearbyMatters Nearby { get; }
    internal CitizenReception Reception { get; }
    internal PublishedAnswers Answers { get; }
    internal OwnData Own { get; }
    internal CitizenFile File { get; }

    internal static async Task<CitizenGround> OpenAsync()
    {
        var ground = new CitizenGround(await TicketHouse.OpenAsync());
        await ground.Maps.SeedAsync(Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "grids.geojson"), Ct);
        return ground;
    }

    internal async Task<SentReport> SendAsync(ReportDraft draft, TicketId? join = null, string token = "token")
    {
        await Drafts.SaveAsync(token, draft, Ct);
        return await Reception.SendAsync(token, draft, join, "zh", Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A channel that takes everything.</summary>
    internal sealed class KeptMessages : IMessageChannel
    {
        internal List<OutgoingMessage> All { get; } = [];

        internal string LastCode => string.Concat(All[^1].Text.SkipWhile(c => !char.IsAsciiDigit(c)).Skip(5).SkipWhile(c => !char.IsAsciiDigit(c)).Take(6));

        public bool Serves(DeliveryChannel channel) => channel == DeliveryChannel.Sms;

        public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
        {
            All.Add(message);
            return Task.FromResult<SendResult>(new SendResult.Taken("1"));
        }
    }
}
