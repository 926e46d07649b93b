using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Tickets.Tests.Http;

public sealed class ProblemFilterTests
{
    [Fact]
    public async Task Who_was_overtaken_again_and_again_is_told_so_and_may_try_again()
    {
        var answer = await ProblemFilter.HandleAsync(
            EndpointFilterInvocationContext.Create(new DefaultHttpContext()), _ => throw new TicketMovedOnException(TicketId.New(), new TimeoutException()));
        var problem = Assert.IsType<ProblemHttpResult>(answer);
        Assert.Equal((409, "urn:hotline:refused:moved-on"), (problem.StatusCode, problem.ProblemDetails.Type));
    }
}
