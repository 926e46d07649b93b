namespace Hotline.Agent.Blazor.Departments;

/// <summary>The words of the department workbench.</summary>
public sealed class DepartmentText;
