using Hotline.Tickets.Accepting;
using Hotline.Tickets.EventStore;
using Microsoft.AspNetCore.Http;

namespace Hotline.Tickets.Http;

/// <summary>Every error as problem details (RFC 9457) with a stable type.</summary>
internal static class Problems
{
    /// <summary>204, 404, 409 with "allowed", or 400 with "errors".</summary>
    internal static IResult ToHttp(this Decision decision) => decision switch
    {
        Decision.Happened => TypedResults.NoContent(),
        Decision.Invalid invalid => Invalid(invalid.Errors),
        Decision.Refused refused when refused.Code == Deciding.UnknownTicket.Code => NotFound(),
        Decision.Refused refused => TypedResults.Problem(
            title: refused.Reason, type: $"urn:hotline:refused:{refused.Code}", statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["english"] = refused.English, ["allowed"] = refused.Allowed }),
        _ => throw new InvalidOperationException($"{decision} has no answer."),
    };

    internal static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.ValidationProblem(errors.ToDictionary(e => e.Key, e => e.Value), title: "请更正标出的字段", type: "urn:hotline:invalid");

    internal static IResult Invalid(string field, string error) => Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [error] });

    internal static IResult NotFound() => TypedResults.Problem(title: Deciding.UnknownTicket.Reason, type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);

    /// <summary>429 with the header Retry-After.</summary>
    internal static IResult TooMany(TimeSpan retryAfter, HttpContext http)
    {
        var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            title: "查询次数过多，请稍后再试", type: "urn:hotline:too-many-attempts", statusCode: StatusCodes.Status429TooManyRequests,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["retryAfterSeconds"] = seconds });
    }
}

/// <summary>Answers what a reader of the request or the reception found wrong.</summary>
internal static class ProblemFilter
{
    private static readonly Decision.Refused MovedOn = new("moved-on", "工单正被他人同时处理，您的操作未生效，请重试", "Others are changing this ticket at the same moment. Nothing of yours was done: try again.");

    internal static async ValueTask<object?> HandleAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.Arguments.OfType<IBody>().FirstOrDefault(b => b.Errors is not null) is { } wrong) return Problems.Invalid(wrong.Errors!);
        try
        {
            return await next(context);
        }
        catch (InvalidRequestException e)
        {
            return Problems.Invalid(e.Errors);
        }
        catch (TicketMovedOnException)
        {
            return MovedOn.ToHttp();
        }
        catch (UnauthorizedAccessException)
        {
            return TypedResults.Problem(title: "无权操作", type: "urn:hotline:forbidden", statusCode: StatusCodes.Status403Forbidden);
        }
    }
}
