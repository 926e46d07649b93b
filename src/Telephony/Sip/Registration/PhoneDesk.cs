using System.Globalization;
using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Dialogs;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Registration;

/// <summary>Lets agents' phones register and proves who calls from one (RFC 3261 sections 10.3 and 22.2). On the signalling loop.</summary>
internal sealed class PhoneDesk
{
    /// <summary>Keeps a NAT's door open and finds out who is gone; below the half minute that home routers remember a UDP flow.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(25);

    private readonly UserAgent _agent;
    private readonly Registrar _registrar;
    private readonly RegistrarOptions _options;
    private readonly TimeProvider _clock;
    private readonly DigestServer _digest;
    private readonly Dictionary<string, PhoneAccount> _accounts;
    private WheelTimer? _next;

    internal PhoneDesk(UserAgent agent, Registrar registrar, RegistrarOptions options, TimeProvider clock)
    {
        (_agent, _registrar, _options, _clock) = (agent, registrar, options, clock);
        _digest = new(options.Realm, clock, options.Sha256 || options.Accounts.Any(a => a.HashOf(DigestAlgorithm.Md5, options.Realm) is null));
        _accounts = options.Accounts.ToDictionary(a => a.SipUser, StringComparer.Ordinal);
    }

    /// <summary>Phones may register here at all.</summary>
    internal bool IsOpen => _accounts.Count > 0;

    internal void Register(SipMessage register, Flow from)
    {
        if (!IsProven(register, from, register.To.Uri.User, out var account)) return;
        var request = RegistrationRequest.Read(register, account, from, _options, _clock.GetUtcNow());
        if (request.Refusal is { } status)
            _agent.Respond(register, from, status, status == 423 ? $"Min-Expires: {Seconds(_options.ShortestRegistration)}\r\n" : "", request.Why);
        else if (_registrar.AllOf(new(account.Agent)).Any(p => p.CallId == register.CallId && p.CSeq >= register.CSeq && request.Concerns(p)))
            _agent.Respond(register, from, 500, reason: "CSeq Out Of Order");
        else
        {
            Apply(request, new(account.Agent));
            _agent.Respond(register, from, 200, Contacts(new(account.Agent)) + request.Outbound);
            if (_registrar.Count > 0) _next ??= _agent.Wheel.Start(KeepAlive, Ping);
        }
    }

    /// <summary>An INVITE in an agent's name must come from that agent. False: it was challenged or refused.</summary>
    internal bool Admits(SipMessage invite, Flow from, out AgentId? agent)
    {
        agent = null;
        if (!_accounts.ContainsKey(invite.From.Uri.User)) return true;
        if (!IsProven(invite, from, invite.From.Uri.User, out var account)) return false;
        agent = new(account.Agent);
        return true;
    }

    internal void Closed(Flow flow) => _registrar.Closed(flow);

    /// <summary>Somebody unknown is asked for a password like everybody else: who has a phone here is nobody's business.</summary>
    private bool IsProven(SipMessage request, Flow from, string user, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PhoneAccount? account)
    {
        var known = account = _accounts.GetValueOrDefault(user);
        var verdict = _digest.Check(request, user, a => known?.HashOf(a, _digest.Realm));
        if (verdict == DigestVerdict.Good && account is not null) return true;
        if (verdict == DigestVerdict.Wrong) _agent.Respond(request, from, 403);
        else _agent.Respond(request, from, 401, _digest.Challenge(stale: verdict == DigestVerdict.Stale));
        return false;
    }

    private void Apply(RegistrationRequest request, AgentId agent)
    {
        foreach (var gone in request.RemovesAll ? _registrar.AllOf(agent) : request.Removed) _registrar.Forget(gone);
        foreach (var phone in request.Added) _registrar.Keep(phone);
        foreach (var oldest in _registrar.AllOf(agent).OrderByDescending(p => p.Since).Skip(_options.MaxPhonesPerAgent)) _registrar.Forget(oldest);
    }

    private string Contacts(AgentId agent) => string.Concat(_registrar.AllOf(agent).Select(p =>
        $"Contact: <{p.Contact}>;expires={Seconds(p.Expires - _clock.GetUtcNow())}\r\n"));

    private static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private void Ping()
    {
        _registrar.ForgetExpired();
        foreach (var phone in _registrar.All) Ping(phone);
        _next = _registrar.Count > 0 ? _agent.Wheel.Start(KeepAlive, Ping) : null;
    }

    private void Ping(RegisteredPhone phone) => _agent.SendOptions(phone.Flow, phone.Contact, (status, _) => _registrar.Mark(phone, reachable: status is not (408 or 503)));
}
