using Hotline.Telephony.Blocking;
using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Care;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Police;
using Hotline.Telephony.Prompts;
using Hotline.Telephony.Operations;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Rotas;
using Hotline.Telephony.Sip.Registration;
using Hotline.Telephony.Sip.Trunks;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Statistics;
using Hotline.Telephony.Surges;
using Hotline.Telephony.Surveys;
using Hotline.Telephony.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hotline.Telephony;

/// <summary>话务 for the host: it needs <see cref="NpgsqlDataSource"/>, <see cref="TimeProvider"/> and AddSpeech beside it.</summary>
public static class TelephonyModule
{
    /// <summary>Section "Telephony", validated when the host starts.</summary>
    public static IServiceCollection AddTelephony(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelephonyOptions>().Configure(o => configuration.GetSection("Telephony").BindOrSay(o)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelephonyOptions>, TelephonyOptionsRules>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<TelephonyOptions>>().Value);
        services.AddSingleton(s => new AgentSeats(s.GetRequiredService<TelephonyOptions>().WrapUp, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<TelephonyOptions>().Seats));
        services.AddSingleton(s => new CallLog(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<TelephonyOptions>().Journal, s.GetRequiredService<TelephonyOptions>().Node,
            s.GetRequiredService<TelephonyOptions>().PersonalKeyFile, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<CallLog>>()));
        services.AddSingleton<NumberLookup>();
        services.AddSingleton<Switchboard>();
        services.AddSingleton<PromptDesk>();
        services.AddSingleton<Outbound.RelayCalls>();
        services.AddSingleton<CallStatistics>();
        services.AddSingleton<Scoring.ScoreBook>();
        services.AddSingleton<SeatHistory>();
        services.AddRotas();
        services.AddSurges();
        services.AddSingleton<CallSurveys>();
        services.AddSingleton<Assignments>();
        services.AddSingleton<Referrals>();
        services.AddHostedService(s => s.GetRequiredService<Switchboard>());
        services.AddHostedService<ErasedRecordings>();
        services.AddSingleton<CallRetention>();
        services.AddHostedService<TranscriptBacklog>();
        services.AddHostedService<NumberSealing>();
        services.AddHostedService<CallDayKeeper>();
        return services;
    }

    /// <summary>The telephony part of the HTTP API, below /api/v1.</summary>
    public static IEndpointRouteBuilder MapTelephony(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapSeats();
        api.MapCalls();
        api.MapPhones();
        api.MapTrunks();
        api.MapSupervision();
        api.MapAlerts();
        api.MapOutbound();
        api.MapRelayCalls();
        api.MapProtocols();
        api.MapRecordings();
        api.MapOperations();
        api.MapTranscripts();
        api.MapCallControl();
        api.MapCallStatistics();
        api.MapPrompts();
        api.MapQueues();
        api.MapSeatHistory();
        api.MapCallbacks();
        api.MapBlacklist();
        api.MapSurges();
        api.MapSurveys();
        return app;
    }
}
