using System.Text.Json.Nodes;

namespace Hotline.Journeys.Interop;

/// <summary>A host with SIP over TLS and with accounts for agents' phones, which calls back at any hour; what came of a call is read from its own records.</summary>
public sealed class InteropHost : HotlineHost
{
    internal const string PhonePassword = "phone-secret";

    public int TlsPort { get; } = FreePorts.Next();

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Telephony__Tls__Port"] = TlsPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Telephony__Callbacks__From"] = "00:00", ["Telephony__Callbacks__To"] = "23:59:59.999",
        ["Telephony__Phones__Accounts__0__Agent"] = "1002",
        ["Telephony__Phones__Accounts__0__Password"] = PhonePassword,
        ["Telephony__Phones__Accounts__1__Agent"] = "1004",
        ["Telephony__Phones__Accounts__1__Password"] = PhonePassword,
    };

    /// <summary>The record of the only call from that number, once its recording is complete.</summary>
    internal async Task<JsonNode> CallFromAsync(string caller, bool recorded = true)
    {
        using var supervisor = await ClientAsync("5001");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (true)
        {
            var found = (JsonArray?)(await supervisor.PostAsync("calls/of-number", new { number = caller, purpose = "联调" })).Body ?? [];
            var ended = found.Where(c => c?["endedAt"] is not null).ToList();
            if (ended.Count > 0 && (await supervisor.GetAsync($"calls/{(string)Assert.Single(ended)!["id"]!}")).Body?["record"] is { } call && (!recorded || call["recording"]?["sha256"] is not null)) return call;
            await Task.Delay(200, patience.Token);
        }
    }

    /// <summary>Root mean square of what the citizen and what the agent said.</summary>
    internal async Task<(double Citizen, double Agent)> LoudnessAsync(JsonNode call)
    {
        using var supervisor = await ClientAsync("5001");
        return Loudness.OfStereoALaw(await supervisor.BytesAsync($"calls/{(string)call["id"]!}/recording"));
    }
}

/// <summary>One host for everything that other people's programs do to telephony, one after another.</summary>
[CollectionDefinition(nameof(InteropDay))]
public sealed class InteropDay : ICollectionFixture<InteropHost>;
