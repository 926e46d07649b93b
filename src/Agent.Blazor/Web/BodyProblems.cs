using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Hotline.Agent.Blazor.Web;

/// <summary>A request that no endpoint can read is answered with the field that is wrong, as problem details, by whichever module it was meant for.</summary>
internal sealed class BodyProblems(RequestDelegate next, IOptions<JsonOptions> json)
{
    internal static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.Strict());
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // otherwise nobody would learn what was wrong
    }

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Answer(e, http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType).ExecuteAsync(http);
        }
    }

    private IResult Answer(BadHttpRequestException e, Type? body)
    {
        if (e.InnerException is not JsonException wrong)
            return TypedResults.Problem(title: "请求无法识别，请核对地址中的参数、Content-Type 和请求体", detail: "The request cannot be read: check its parameters, content type and body.", type: "urn:hotline:invalid", statusCode: e.StatusCode);
        var (field, why) = StrictJson.Wrong(wrong, body, json.Value.SerializerOptions);
        return TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [why] }, title: "请更正标出的字段", type: "urn:hotline:invalid");
    }
}
