using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Telephony.Rotas;

/// <summary>排班 for the module.</summary>
internal static class RotaModule
{
    internal static IServiceCollection AddRotas(this IServiceCollection services) => services.AddSingleton<RotaBook>().AddSingleton<CallHistory>()
        .AddSingleton(s => new RotaBoard(
            s.GetRequiredService<RotaBook>(), s.GetRequiredService<SeatHistory>(), s.GetRequiredService<CallHistory>(), s.GetService<LineDirectory>() ?? LineDirectory.Of(s.GetRequiredService<TelephonyOptions>()), s.GetRequiredService<TimeProvider>()));
}
