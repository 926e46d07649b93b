namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The words of the page of accounts.</summary>
public sealed class AccountText;
