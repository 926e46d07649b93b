using Hotline.Tickets.Http;
using Hotline.Tickets.Knowledge;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>Lets a command in only when every article version it cites is published and valid at this moment.</summary>
internal static class CitationCheck
{
    internal static async ValueTask<object?> HandleAsync<T>(EndpointFilterInvocationContext context, EndpointFilterDelegate next) where T : class
    {
        var services = context.HttpContext.RequestServices;
        var cites = context.Arguments.OfType<Body<T>>().FirstOrDefault() is { Errors: null, Value: ICitesArticles { Citations: { Count: > 0 } cited } } ? cited : [];
        var wrong = await services.GetRequiredService<ArticleFile>().NotPublishedAsync(
            [.. cites.Where(c => c is not null).Select(c => new ArticleVersionId(c.Article, c.Version))], services.GetRequiredService<TimeProvider>().Now(), context.HttpContext.RequestAborted);
        return wrong.Count == 0 ? await next(context) : Problems.Invalid("citations", $"知识条目版本未发布或已失效：{string.Join("、", wrong)}，请改引现行版本");
    }
}
