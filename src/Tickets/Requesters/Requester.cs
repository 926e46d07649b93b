namespace Hotline.Tickets.Requesters;

/// <summary>诉求人: the personal data of one request.</summary>
public sealed record Requester(string? Name, string? Phone);
