using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Knowledge;

/// <summary>知识库: registration.</summary>
internal static class KnowledgeModule
{
    internal static IServiceCollection AddKnowledge(this IServiceCollection services) => services
        .AddSingleton<ArticleDesk>()
        .AddSingleton<ArticleImport>()
        .AddSingleton<ArticleFile>()
        .AddSingleton<ArticleSearch>()
        .AddSingleton<ArticleErrors>()
        .AddSingleton<ArticleWatch>()
        .AddHostedService(s => s.GetRequiredService<ArticleWatch>());
}
