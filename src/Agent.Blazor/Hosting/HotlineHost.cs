using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Departments;
using Hotline.Agent.Blazor.Desk;
using Hotline.Agent.Blazor.Exports;
using Hotline.Agent.Blazor.Lines;
using Hotline.Agent.Blazor.Quality;
using Hotline.Agent.Blazor.Reports;
using Hotline.Agent.Blazor.Together;
using Hotline.Agent.Blazor.Web;
using Hotline.Search;
using Hotline.Telephony;
using Hotline.Telephony.Speech;
using Hotline.Tickets;
using Hotline.Tickets.Jobs;

namespace Hotline.Agent.Blazor.Hosting;

/// <summary>The system itself: every module wired to the data folder, from start to clean stop.</summary>
internal static class HotlineHost
{
    internal static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        builder.CheckEngines();
        await using var data = await DataFolder.OpenAsync(builder.Configuration, CancellationToken.None);
        AddModules(builder.Services, builder.Configuration, data);
        builder.AddEngines();

        await using var app = builder.Build();
        await app.Services.MigrateAccountsAsync(CancellationToken.None);
        await app.Services.SeedSampleAccountsAsync(CancellationToken.None);
        app.UseWeb();
        app.UseWebSockets();
        app.MapTickets();
        app.MapSearch();
        app.MapTelephony();
        app.MapLineReport();
        app.MapExports();
        app.MapKept();
        Marks.MarksModule.MapMarks(app);
        Administration.AdministrationModule.MapAdministration(app);
        app.MapWeb();
        app.MapEngines();
        await app.RunAsync();
    }

    private static void AddModules(IServiceCollection services, IConfiguration settings, DataFolder data)
    {
        services.AddSingleton(data);
        services.AddSingleton(data.Database).AddSingleton(data.Lists);
        services.AddSingleton(TimeProvider.System);
        services.AddAccounts();
        services.AddWeb(settings);
        services.AddTickets(settings);
        services.AddSingleton<Hotline.Tickets.Statistics.ICallMonth, Supervisors.CallMonth>();
        services.AddSearch(settings);
        services.AddSpeech(settings);
        services.AddSingleton<Hotline.Telephony.Police.IPartnerNotice, Partners.LedgerNotice>();
        services.AddTelephony(settings);
        services.AddCityLines();
        services.AddHostedService<CallMatters>();
        services.AddHostedService<PoliceMatters>();
        services.AddHostedService<ReferralMatters>();
        services.AddRecurringJob<CallRetentionJob>("call-retention", "话务保存期限清理", "40 2 * * *");
        services.AddCitizenContact();
        services.AddDesk();
        services.AddReports();
        services.AddTogether();
        services.AddQuality();
        Administration.AdministrationModule.AddAdministration(services);
        services.AddDepartmentPages();
        Marks.MarksModule.AddMarks(services);
        services.AddPartHealth();
        services.AddHostedService<Banner>();
    }
}
