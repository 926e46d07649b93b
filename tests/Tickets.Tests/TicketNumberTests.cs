using System.Globalization;

namespace Hotline.Tickets.Tests;

public sealed class TicketNumberTests
{
    private static readonly TicketNumber Number = TicketNumber.Create(new DateOnly(2026, 11, 22), 123);

    [Fact]
    public void It_is_the_day_the_sequence_and_a_check_digit() => Assert.Matches("^261122000123[0-9]$", Number.Digits);

    [Fact]
    public void The_check_digit_is_damms() => // the usual example of the algorithm: 572 has check digit 4
        Assert.Equal('4', TicketNumber.CheckDigit("572"));

    [Fact]
    public void Every_wrong_digit_is_noticed()
    {
        for (var i = 0; i < Number.Digits.Length; i++)
            foreach (var digit in "0123456789".Where(d => d != Number.Digits[i]))
            {
                Assert.False(TicketNumber.TryParse(Number.Digits[..i] + digit + Number.Digits[(i + 1)..], out _, out var problem));
                Assert.Contains("校验位", problem);
            }
    }

    [Fact]
    public void Every_two_neighbours_changed_places_are_noticed()
    {
        for (var i = 0; i + 1 < Number.Digits.Length; i++)
        {
            var digits = Number.Digits.ToCharArray();
            (digits[i], digits[i + 1]) = (digits[i + 1], digits[i]);
            var swapped = new string(digits);
            Assert.Equal(swapped == Number.Digits, TicketNumber.TryParse(swapped, out _, out _));
        }
    }

    [Fact]
    public void Spaces_hyphens_and_full_width_digits_are_taken()
    {
        var typed = string.Concat(Number.Digits.Select(c => (char)(c - '0' + '０'))).Insert(6, " - ");
        Assert.Equal(Number, TicketNumber.Parse(typed, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("12345", "13 位")]
    [InlineData("26112200012a4", "只含数字")]
    public void The_message_says_what_is_wrong(string typed, string says)
    {
        Assert.False(TicketNumber.TryParse(typed, out _, out var problem));
        Assert.Contains(says, problem);
    }
}
