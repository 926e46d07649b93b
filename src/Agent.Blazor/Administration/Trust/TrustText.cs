namespace Hotline.Agent.Blazor.Administration.Trust;

/// <summary>The words of the pages of audit, ledger, integrity and retention.</summary>
public sealed class TrustText;
