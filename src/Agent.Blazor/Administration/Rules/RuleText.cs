namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>The words of the pages of rules: profile, catalogue, calendar, letters.</summary>
public sealed class RuleText;
