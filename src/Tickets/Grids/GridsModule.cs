using System.Text.Json;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reference;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hotline.Tickets.Grids;

/// <summary>网格与值班表 for the module.</summary>
internal static class GridsModule
{
    internal static IServiceCollection AddGrids(this IServiceCollection services) => services
        .AddSingleton<ReferenceStore>().AddSingleton(s => new GridMaps(s.GetRequiredService<ReferenceStore>(), s.GetRequiredService<City.CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new CityAreas(s.GetRequiredService<GridMaps>(), s.GetRequiredService<City.CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new PlaceBook(s.GetRequiredService<GridMaps>(), s.GetRequiredService<City.Catalogue>())).AddSingleton<DutyRosters>().AddHostedService<FirstMap>();

    /// <summary>Before anything serves: the grid map and the rosters beside the city profile, where the store has none.</summary>
    private sealed class FirstMap(GridMaps maps, DutyRosters rosters, TicketsOptions options) : IHostedLifecycleService
    {
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            var folder = Path.GetDirectoryName(options.CityFile)!;
            var (map, duties) = (Path.Combine(folder, "grids.geojson"), Path.Combine(folder, "rosters.json"));
            if (File.Exists(map)) await maps.SeedAsync(map, cancellationToken);
            if (File.Exists(duties) && await rosters.IsEmptyAsync(cancellationToken))
                await rosters.ImportAsync(JsonSerializer.Deserialize<List<Duty>>(await File.ReadAllTextAsync(duties, cancellationToken), Json)!, cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
