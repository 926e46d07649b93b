using Hotline.Agent.Blazor.Hosting;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
await using var data = await DataFolder.OpenAsync(builder.Configuration, CancellationToken.None);
builder.Services.AddSingleton(data);
builder.Services.AddSingleton(data.Database);
builder.Services.AddSingleton(TimeProvider.System);

var app = builder.Build();
app.MapGet("/health/live", () => "ok");
await app.RunAsync();
