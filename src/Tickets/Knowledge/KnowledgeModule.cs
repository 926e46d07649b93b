using Hotline.Tickets.City;
using Hotline.Tickets.Lines;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>知识库: registration.</summary>
internal static class KnowledgeModule
{
    internal static IServiceCollection AddKnowledge(this IServiceCollection services) => services
        .AddSingleton(s => new ArticleDesk(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<Onces>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new ArticleImport(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<Onces>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ArticleEvidence>()
        .AddSingleton<ArticleFile>()
        .AddSingleton<ArticleSearch>()
        .AddSingleton<ArticleErrors>()
        .AddSingleton<ArticleWatch>()
        .AddSingleton(s => new KnowledgeBeside(s.GetRequiredService<ArticleSearch>(), s.GetRequiredService<ArticleFile>(), s.GetRequiredService<ArticleErrors>(), s.GetRequiredService<LineBooks>()))
        .AddHostedService(s => s.GetRequiredService<ArticleWatch>());
}
