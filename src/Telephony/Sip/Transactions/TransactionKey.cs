using System.Globalization;
using System.Runtime.InteropServices;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>What makes two requests, or a request and a response, one transaction (RFC 3261 sections 17.1.3 and 17.2.3).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TransactionKey(string Branch, string SentBy, string Method)
{
    internal const string MagicCookie = "z9hG4bK";

    /// <param name="method">Another than the request's: CANCEL asks for the INVITE it takes back.</param>
    internal static TransactionKey Of(SipMessage request, string? method = null)
    {
        method ??= request.Method == "ACK" ? "INVITE" : request.Method;
        return new(UniqueBranch(request), request.Via.SentBy, method);
    }

    internal static TransactionKey OfResponse(SipMessage response) => new(response.Via.Branch, "", response.CSeqMethod);

    /// <summary>Before the cookie there was no unique branch (RFC 2543): Call-ID, From tag and CSeq number tell instead.</summary>
    private static string UniqueBranch(SipMessage request)
    {
        var branch = request.Via.Branch;
        if (branch.Length > MagicCookie.Length && branch.StartsWith(MagicCookie, StringComparison.OrdinalIgnoreCase)) return branch;
        return string.Create(CultureInfo.InvariantCulture, $"{branch}|{request.CallId}|{request.From.Tag}|{request.CSeq}");
    }
}
