namespace Hotline.Telephony.Sip.Trunks;

/// <summary>How a trunk does, and what it has carried since the start.</summary>
/// <param name="Registered">Null where it wants no registration.</param>
/// <param name="Refused">Ended by a 4xx or 6xx or taken back before an answer.</param>
/// <param name="Failed">Ended by a 5xx or by silence before an answer.</param>
/// <param name="LastStatus">The final status of the last call that ended without an answer, 200 after an answered one; 0 before any.</param>
public sealed record TrunkStatus(
    string Name, bool Up, bool? Registered, IReadOnlyList<TrunkAddressStatus> Addresses, long CallsIn, long CallsOut, long Answered, long Refused, long Failed,
    int Active, int LastStatus);

/// <param name="Status">Of the last OPTIONS: its final status, 408 for silence; 0 before any.</param>
public sealed record TrunkAddressStatus(string Uri, bool Up, int Status);
