using Hotline.Telephony.Sip.Dialogs;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

public sealed class UserToUserTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var line = UserToUser.Line("通话 42");
        Assert.StartsWith("User-to-User: ", line, StringComparison.Ordinal);
        Assert.EndsWith(";encoding=hex\r\n", line, StringComparison.Ordinal);
        Assert.Equal("通话 42", UserToUser.Read(line["User-to-User: ".Length..^2]));
        Assert.Equal("", UserToUser.Line(null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc;encoding=hex")]
    [InlineData("xy;encoding=hex")]
    public void What_is_no_hex_is_nothing(string? header) => Assert.Null(UserToUser.Read(header));

    [Fact]
    public void What_is_too_long_is_refused() => Assert.Throws<ArgumentException>(() => UserToUser.Line(new string('a', 129)));
}
