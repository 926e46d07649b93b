namespace Hotline.Agent.Blazor.Together;

/// <summary>同办: several people at one ticket, and words that outlive a lost connection.</summary>
internal static class TogetherModule
{
    internal static void AddTogether(this IServiceCollection services) => services
        .AddSingleton<KeptWords>().AddSingleton<Presence>().AddHostedService(s => s.GetRequiredService<Presence>());
}
