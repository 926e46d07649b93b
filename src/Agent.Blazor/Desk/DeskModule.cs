namespace Hotline.Agent.Blazor.Desk;

/// <summary>坐席台: what the page needs of the host beyond tickets, calls and search.</summary>
internal static class DeskModule
{
    internal static void AddDesk(this IServiceCollection services) => services
        .AddSingleton<DraftStore>().AddSingleton<DangerMarks>().AddSingleton<SummaryEdits>().AddSingleton<Phrases.PhraseBook>();
}
