using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Hosting;
using Hotline.Agent.Blazor.Web;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
await using var data = await DataFolder.OpenAsync(builder.Configuration, CancellationToken.None);
builder.Services.AddSingleton(data);
builder.Services.AddSingleton(data.Database);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddAccounts();
builder.Services.AddWeb(builder.Configuration);

var app = builder.Build();
await app.Services.MigrateAccountsAsync(CancellationToken.None);
await app.Services.SeedSampleAccountsAsync([], CancellationToken.None);

app.UseWeb();
app.MapWeb();
await app.RunAsync();
