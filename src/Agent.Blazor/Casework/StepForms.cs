using Hotline.Agent.Blazor.Casework.Steps;
using Hotline.Agent.Blazor.Departments.Steps;
using Hotline.Tickets;
using Hotline.Tickets.Reading;

namespace Hotline.Agent.Blazor.Casework;

/// <summary>The form of each step that staff take on a ticket.</summary>
internal static class StepForms
{
    // What a ticket most often waits for comes first, what rarely happens last.
    private static readonly Step[] Usual =
    [
        Step.Dispatch, Step.Sign, Step.Contact, Step.AcceptReturn, Step.RefuseReturn, Step.Adjudicate, Step.GrantExtension, Step.RefuseExtension, Step.GrantSuspension,
        Step.RefuseSuspension, Step.Resume, Step.CheckIn, Step.AnswerTask, Step.AnswerSupervision, Step.Reply, Step.Approve, Step.SendBack, Step.FollowUp, Step.JudgeSupervision, Step.PoliceResult, Step.Answer,
        Step.NotAccept, Step.Correct, Step.ConfirmNotAccepted, Step.AcceptAfterAll, Step.RequestInformation, Step.SupplyInformation, Step.ReportProgress, Step.RequestExtension, Step.RequestSuspension, Step.CoHandle, Step.Confer, Step.WaiveTask,
        Step.RateResponse, Step.RateCall, Step.Return, Step.Dispute, Step.State, Step.Urge, Step.Supervise, Step.Raise, Step.Share, Step.Note,
        Step.Reopen, Step.Withdraw, Step.TransferToPolice, Step.Archive,
    ];

    /// <summary>The steps in the order of their tabs; the first stands open.</summary>
    internal static IReadOnlyList<Step> InOrder(TicketView view) =>
    [
        .. from step in view.Allowed
           where Has(step)
           orderby IsDone(step, view.State), Array.IndexOf(Usual, step)
           select step,
    ];

    /// <summary>Steps without a form of their own are taken through the API.</summary>
    private static bool Has(Step step) => Usual.Contains(step);

    private static bool IsDone(Step step, TicketState state) => step == Step.Contact && state is TicketState.InHandling { ContactRecorded: true };

    internal static Dictionary<string, object>? Parameters(Step step) => step is Step.RateResponse or Step.RateCall || PlainForm.Has(step) ? new() { [nameof(PlainForm.Step)] = step } : null;

    internal static Type Of(Step step) => step switch
    {
        Step.Answer => typeof(AnswerForm),
        Step.Dispatch => typeof(DispatchForm),
        Step.Correct => typeof(CorrectForm),
        Step.Sign => typeof(SignForm),
        Step.Contact => typeof(ContactForm),
        Step.Return => typeof(ReturnForm),
        Step.Reply => typeof(ReplyForm),
        Step.Approve => typeof(ApproveForm),
        Step.SendBack => typeof(SendBackForm),
        Step.FollowUp => typeof(FollowUpForm),
        Step.NotAccept => typeof(NotAcceptForm),
        Step.Adjudicate => typeof(AdjudicateForm),
        Step.RequestExtension => typeof(ExtensionForm),
        Step.Supervise => typeof(SuperviseForm),
        Step.JudgeSupervision => typeof(JudgeForm),
        Step.Raise => typeof(RaiseForm),
        Step.RequestSuspension => typeof(SuspensionForm),
        Step.CoHandle => typeof(CoHandleForm),
        Step.Confer => typeof(ConferForm),
        Step.Share => typeof(ShareForm),
        Step.AnswerTask => typeof(AnswerTaskForm),
        Step.WaiveTask => typeof(WaiveTaskForm),
        Step.CheckIn => typeof(CheckInForm),
        Step.RateResponse or Step.RateCall => typeof(RateWhistleForm),
        Step.AnswerSupervision => typeof(AnswerOrderForm),
        _ when PlainForm.Has(step) => typeof(PlainForm),
        Step.TransferToPolice => typeof(PoliceForm),
        Step.PoliceResult => typeof(PoliceResultForm),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "This step has no form for staff."),
    };
}
