using System.Net.Sockets;
using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Dialogs;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>One call's way out through a trunk: one address after the other, and our password where it is asked for.</summary>
internal sealed class TrunkRoute(UserAgent agent, Trunk trunk, string number)
{
    private readonly Queue<TrunkAddress> _left = new(trunk.InOrder());
    private TrunkAddress? _current;

    internal DigestClient? Credentials => trunk.Credentials;

    /// <summary>Null when every address has been tried.</summary>
    internal (Flow Flow, SipUri Target)? Next()
    {
        while (_left.TryDequeue(out _current))
        {
            try
            {
                return (agent.Transport.To(_current.At!, _current.Uri.Protocol(), _current.Uri.Host), _current.Target(number));
            }
            catch (SocketException)
            {
                // An address of a family we do not have
            }
        }

        return null;
    }

    /// <summary>The address let the call down: 408 for silence, 503 (RFC 3261 section 21.5.4, RFC 3263 section 4.3).</summary>
    internal void LetDown(int status) => _current?.Saw(status);
}
