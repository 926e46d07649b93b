using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Casework.Steps;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.Handling;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Departments.Steps;

/// <summary>A step on one task of the ticket (协办、吹哨): which one is chosen, or stands there already where there is only one.</summary>
public abstract class TaskForm : StepForm
{
    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject] protected IStringLocalizer<DepartmentText> T { get; set; } = default!;

    [Inject] private Catalogue City { get; set; } = default!;

    protected Actor Me { get; private set; } = default!;

    protected IReadOnlyList<CoTask> Tasks { get; private set; } = [];

    protected int No { get; set; }

    /// <summary>Which tasks the step can be taken on.</summary>
    protected abstract bool Fits(CoTask task);

    protected string Name(CoTask task) => $"{task.No}. {City.Departments.FirstOrDefault(d => d.Code == task.Unit)?.Name ?? task.Unit.Code}：{task.Question}";

    protected override async Task OnInitializedAsync()
    {
        Me = SignedInUser.From((await Authentication).User)!.ToActor();
        Tasks = [.. Case.View.Tasks.Where(Fits)];
        No = Tasks.Count > 0 ? Tasks[0].No : 0;
    }
}
