using Hotline.Tickets.Enterprises;

namespace Hotline.Tickets.Tests.Enterprises;

public sealed class CreditCodeTests
{
    private const string Characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Theory]
    [InlineData("91350100M000100Y43")] // the example of GB 32100-2015
    [InlineData("9144030071526726XG")]
    [InlineData("914403001922038216")]
    public void Codes_in_use_are_right(string code) => Assert.True(CreditCode.IsOne(code));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y433")]
    [InlineData("91350100M000100Y44")]
    [InlineData("9135010OM000100Y43")] // the letter O
    [InlineData("91350100m000100y43")]
    [InlineData("91350100M000100Y4３")]
    public void Others_are_not(string? code) => Assert.False(CreditCode.IsOne(code));

    [Fact]
    public void Every_single_wrong_character_and_every_exchange_of_neighbours_is_found()
    {
        const string good = "91350100M000100Y43";
        for (var i = 0; i < 18; i++)
        {
            foreach (var other in Characters.Where(c => c != good[i])) Assert.False(CreditCode.IsOne(good[..i] + other + good[(i + 1)..]));
            if (i < 17 && good[i] != good[i + 1]) Assert.False(CreditCode.IsOne(good[..i] + good[i + 1] + good[i] + good[(i + 2)..]));
        }
    }

    [Fact]
    public void A_code_copied_with_spaces_in_small_letters_is_the_same() => Assert.Equal("91350100M000100Y43", CreditCode.Normalize(" 91350100 m000100y43"));
}
