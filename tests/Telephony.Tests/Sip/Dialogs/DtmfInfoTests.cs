using System.Text;
using Hotline.Telephony.Sip.Dialogs;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

public sealed class DtmfInfoTests
{
    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5')]
    [InlineData("application/dtmf-relay", "Duration=160\nsignal = *", '*')]
    [InlineData("application/dtmf-relay", "Signal=11", '#')]
    [InlineData("application/dtmf", "7\r\n", '7')]
    [InlineData("application/dtmf", "d", 'D')]
    [InlineData("application/dtmf-relay", "Signal=16", null)]
    [InlineData("application/dtmf-relay", "5", null)]
    [InlineData("application/dtmf", "", null)]
    public void A_key_is_read_from_both_kinds_of_body(string type, string body, char? key) =>
        Assert.Equal(key, DtmfInfo.Key(type, Encoding.ASCII.GetBytes(body)));
}
