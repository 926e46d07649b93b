namespace Hotline.Agent.Blazor.Supervisors;

/// <summary>The words of the supervisor's page.</summary>
public sealed class SupervisorText;
