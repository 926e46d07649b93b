using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>Which of the newest 64 packets have been taken (RFC 3711 section 3.3.2): none is taken twice, none that is older.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ReplayWindow
{
    private ulong _newest;
    private ulong _taken;

    internal readonly bool Allows(ulong index)
    {
        if (_taken == 0 || index > _newest) return true;
        var behind = _newest - index;
        return behind < 64 && (_taken & (1UL << (int)behind)) == 0;
    }

    internal void Take(ulong index)
    {
        if (_taken == 0 || index > _newest)
        {
            var ahead = _taken == 0 ? 64 : index - _newest;
            _taken = (ahead < 64 ? _taken << (int)ahead : 0) | 1;
            _newest = index;
        }
        else _taken |= 1UL << (int)(_newest - index);
    }
}
