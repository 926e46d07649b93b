namespace Hotline.Tickets.Requesters;

/// <summary>诉求人: the personal data of one request.</summary>
/// <param name="Mail">For letters.</param>
/// <param name="WeChat">The openid of the city's account, for letters.</param>
/// <param name="Language">Of letters: zh, the default, or en.</param>
public sealed record Requester(string? Name, string? Phone, string? Mail = null, string? WeChat = null, string? Language = null);
