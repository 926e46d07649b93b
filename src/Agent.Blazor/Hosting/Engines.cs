using Hotline.Telephony.Endpoints;

namespace Hotline.Agent.Blazor.Hosting;

/// <summary>
/// 引擎: what stands in for a default where the setting "Engines" names it ("hangfire,orleans"). An engine is in this build only
/// with -p:Engines=… (engines/README.md); its one line here takes the place of the default's registration.
/// </summary>
internal static class Engines
{
    private static readonly string[] Known = ["elastic", "hangfire", "orleans", "sip-sorcery", "whisper-net"];

    private static readonly Engine[] Built =
    [
#if ELASTIC
        new("elastic", global::Hotline.Engines.ElasticClient.ElasticClientEngine.AddElasticClient),
#endif
#if HANGFIRE
        new("hangfire", global::Hotline.Engines.Hangfire.HangfireEngine.AddHangfireJobs, global::Hotline.Engines.Hangfire.HangfireEngine.MapHangfireJobs),
#endif
#if ORLEANS
        new("orleans", global::Hotline.QueueGrains.QueueGrainsModule.AddQueueGrains),
#endif
#if SIP_SORCERY
        new("sip-sorcery", Endpoint: global::Hotline.Engines.SipSorcery.SipSorceryEndpoint.StartAsync),
#endif
#if WHISPER_NET
        new("whisper-net", global::Hotline.Engines.WhisperNet.WhisperNetEngine.AddWhisperNet),
#endif
    ];

    /// <summary>Before anything starts.</summary>
    /// <exception cref="CannotStartException">This build has no such engine, or it cannot serve a host.</exception>
    internal static void CheckEngines(this WebApplicationBuilder builder)
    {
        if (Chosen(builder.Configuration).FirstOrDefault(engine => engine.Add is null) is { } endpoint) throw new CannotStartException(
            $"The engine '{endpoint.Name}' cannot carry the hotline's own calls: queues, agents' phones, trunks, supervision and surveys run on Hotline's own SIP stack. "
            + $"Leave it out of --engines here; it serves ./hotline call FILE.wav --engines={endpoint.Name}.");
    }

    /// <summary>After the modules, so that the engines have the last word.</summary>
    internal static void AddEngines(this WebApplicationBuilder builder)
    {
        foreach (var engine in Chosen(builder.Configuration)) engine.Add!(builder);
        foreach (var talker in (string[])["Hangfire", "Orleans", "Polly"]) builder.Logging.AddFilter(talker, LogLevel.Warning); // else each tells all its settings and every step
    }

    internal static void MapEngines(this WebApplication app)
    {
        foreach (var engine in Chosen(app.Configuration)) engine.Map?.Invoke(app);
    }

    /// <summary>SIP 端点 of the command line: that engine's, our own where none is named.</summary>
    /// <exception cref="CannotStartException">This build has no such engine, or it is none.</exception>
    internal static OpenSipEndpoint Endpoint(string? name) => name is null ? OwnEndpoint.StartAsync : Find(name).Endpoint ?? throw new CannotStartException(
        $"The engine '{name}' is no SIP endpoint: leave --engines out, or name sip-sorcery.");

    private static IEnumerable<Engine> Chosen(IConfiguration settings) =>
        (settings["Engines"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Find);

    private static Engine Find(string name) => Array.Find(Built, engine => engine.Name == name) ?? throw new CannotStartException(
        Known.Contains(name, StringComparer.Ordinal)
            ? $"The engine '{name}' is not in this build, which has {(Built.Length == 0 ? "none" : string.Join(", ", Built.Select(e => e.Name)))}. Start it with ./hotline run --engines={name}, or build it with -p:Engines={name}."
            : $"There is no engine '{name}' for the setting Engines; there are {string.Join(", ", Known)}.");

    /// <param name="Add">Called when every module has registered its defaults; null for an endpoint, which answers, plays, records, bridges and transfers: too little for a hotline.</param>
    private sealed record Engine(string Name, Action<WebApplicationBuilder>? Add = null, Action<WebApplication>? Map = null, OpenSipEndpoint? Endpoint = null);
}
