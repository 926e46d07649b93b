using System.Security.Claims;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Archiving;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Http;

/// <summary>POST /tickets/{number}/{step}: the body is the command, the roles are those of the transition table.</summary>
internal static class StepEndpoints
{
    internal static void MapSteps(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets/{number}").WithTags("Tickets");
        tickets.MapStep<AnswerOnTheSpot>(Step.Answer);
        tickets.MapStep<NotAccept>(Step.NotAccept);
        tickets.MapStep<ConfirmNotAccepted>(Step.ConfirmNotAccepted);
        tickets.MapStep<AcceptAfterAll>(Step.AcceptAfterAll);
        tickets.MapStep<CorrectTicket>(Step.Correct);
        tickets.MapStep<RequestInformation>(Step.RequestInformation);
        tickets.MapStep<SupplyInformation>(Step.SupplyInformation);
        tickets.MapStep<DispatchTicket>(Step.Dispatch);
        tickets.MapStep<SignForTicket>(Step.Sign);
        tickets.MapStep<ContactCitizen>(Step.Contact);
        tickets.MapStep<ReturnTicket>(Step.Return);
        tickets.MapStep<AcceptReturn>(Step.AcceptReturn);
        tickets.MapStep<RefuseReturn>(Step.RefuseReturn);
        tickets.MapStep<DisputeTicket>(Step.Dispute);
        tickets.MapStep<StateOpinion>(Step.State);
        tickets.MapStep<Adjudicate>(Step.Adjudicate);
        tickets.MapStep<RequestExtension>(Step.RequestExtension);
        tickets.MapStep<GrantExtension>(Step.GrantExtension);
        tickets.MapStep<RefuseExtension>(Step.RefuseExtension);
        tickets.MapStep<RequestSuspension>(Step.RequestSuspension);
        tickets.MapStep<GrantSuspension>(Step.GrantSuspension);
        tickets.MapStep<RefuseSuspension>(Step.RefuseSuspension);
        tickets.MapStep<ResumeHandling>(Step.Resume);
        tickets.MapStep<ReportProgress>(Step.ReportProgress);
        tickets.MapStep<CoHandle>(Step.CoHandle);
        tickets.MapStep<Confer>(Step.Confer);
        tickets.MapStep<AnswerTask>(Step.AnswerTask);
        tickets.MapStep<WaiveTask>(Step.WaiveTask);
        tickets.MapStep<ShareTicket>(Step.Share);
        tickets.MapStep<NoteTicket>(Step.Note);
        tickets.MapStep<UrgeTicket>(Step.Urge);
        tickets.MapStep<SuperviseTicket>(Step.Supervise);
        tickets.MapStep<AnswerSupervision>(Step.AnswerSupervision);
        tickets.MapStep<JudgeSupervision>(Step.JudgeSupervision);
        tickets.MapStep<RaiseTicket>(Step.Raise);
        tickets.MapStep<SubmitReply>(Step.Reply);
        tickets.MapStep<ApproveReply>(Step.Approve);
        tickets.MapStep<SendBackReply>(Step.SendBack);
        tickets.MapStep<FollowUpTicket>(Step.FollowUp);
        tickets.MapStep<ReopenTicket>(Step.Reopen);
        tickets.MapStep<WithdrawTicket>(Step.Withdraw);
        tickets.MapStep<ArchiveTicket>(Step.Archive);
        tickets.MapStep<TransferToPolice>(Step.TransferToPolice);
        tickets.MapStep<RecordPoliceResult>(Step.PoliceResult);
    }

    private static void MapStep<T>(this RouteGroupBuilder tickets, Step step) where T : class, ITicketCommand => tickets
        .MapPost("/" + step.Code(), HandleAsync<T>)
        .AddEndpointFilter(CitationCheck.HandleAsync<T>)
        .Accepts<T>(isOptional: true, "application/json")
        .RequireAuthorization(p => p.RequireRole(Transitions.Table.Where(t => t.Step == step).SelectMany(t => t.By).Distinct().Select(r => r.Code())))
        .Produces(StatusCodes.Status204NoContent)
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .WithName(step.Code())
        .WithSummary($"{step.Chinese()}: {step.Code()}");

    private static async Task<IResult> HandleAsync<T>(
        string number, Body<T> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, TicketStore store, ITicketDesk desk, RepliesOnce replies, CancellationToken ct) where T : class, ITicketCommand
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if (await store.FindAsync(found, ct) is not { } id) return Problems.NotFound();
        return (body.Value is SubmitReply reply && key is not null ? await replies.SubmitAsync(id, reply, user.Signed(), key, ct) : await desk.HandleAsync(id, body.Value, user.Signed(), ct)).ToHttp();
    }
}
