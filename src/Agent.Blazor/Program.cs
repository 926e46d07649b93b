using Hotline.Agent.Blazor.CommandLine;
using Hotline.Agent.Blazor.Hosting;
using Microsoft.Extensions.Options;

try
{
    if (args is [var name, .. var rest] && Commands.Find(name) is { } command) return await command(rest);
    await HotlineHost.RunAsync(args);
    return 0;
}
catch (Exception e) when (e is UsageException or CannotStartException or OptionsValidationException or Hotline.Tickets.City.CityProfileException)
{
    await Console.Error.WriteLineAsync($"hotline: {e.Message}");
    return 1;
}
catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"hotline: {e.Message} Stop what uses it, or choose another with --http-port=PORT.");
    return 1;
}
