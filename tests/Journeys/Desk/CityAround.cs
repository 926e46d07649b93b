using System.Globalization;

namespace Hotline.Journeys.Desk;

/// <summary>A host with its surroundings: 110, 120 and 12356 at one desk, a SIP phone for agent 1002, a line with a survey, a line that soon offers to call back.</summary>
public sealed class CityAround : HotlineHost
{
    internal const string SurveyLine = "12319";
    internal const string CallbackLine = "8112345";

    /// <summary>Agent 1002's phone: a test may answer here.</summary>
    public int PhonePort { get; } = FreePorts.Next();

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Telephony__Directory__0__Id"] = "120", ["Telephony__Directory__0__Name"] = "120", ["Telephony__Directory__0__Address"] = At("120", PolicePort),
        ["Telephony__Directory__1__Id"] = "12356", ["Telephony__Directory__1__Name"] = "12356", ["Telephony__Directory__1__Address"] = At("12356", PolicePort),
        ["Telephony__AgentPhones__1002"] = At("1002", PhonePort),
        ["Telephony__PoliceAgreementTime"] = "00:00:20",
        ["Telephony__Lines__0__Number"] = SurveyLine, ["Telephony__Lines__0__Survey"] = "true",
        ["Telephony__Lines__1__Number"] = CallbackLine, ["Telephony__Lines__1__AnnounceAfter"] = "00:00:01",
        ["Telephony__Callbacks__From"] = "00:00", ["Telephony__Callbacks__To"] = "23:59:59.999", // whenever the test runs
    };

    private static string At(string user, int port) => string.Create(CultureInfo.InvariantCulture, $"sip:{user}@127.0.0.1:{port}");
}

/// <summary>One host and one browser for all stories that need the surroundings, one after another.</summary>
[CollectionDefinition(nameof(CityDay))]
public sealed class CityDay : ICollectionFixture<CityAround>, ICollectionFixture<Browser>;
