using Hotline.Tickets.Citizens;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class PhoneCodesTests
{
    private const string Phone = "13800001234";

    [Fact]
    public async Task A_code_fits_its_number_and_purpose_once_and_for_ten_minutes()
    {
        await using var ground = await CitizenGround.OpenAsync();
        Assert.IsType<CodeSent.Sent>(await SendAsync(ground, "report:a"));
        Assert.Equal(Phone, ground.Channel.All[0].Address);
        Assert.NotEqual(CodeAnswer.Right, await ground.Codes.CheckAsync(Phone, "report:b", ground.Channel.LastCode, Ct));
        Assert.NotEqual(CodeAnswer.Right, await ground.Codes.CheckAsync("13800005678", "report:a", ground.Channel.LastCode, Ct));
        Assert.Equal(CodeAnswer.Right, await ground.Codes.CheckAsync("+86 138 0000 1234", "report:a", $" {ground.Channel.LastCode} ", Ct));
        Assert.Equal(CodeAnswer.Over, await ground.Codes.CheckAsync(Phone, "report:a", ground.Channel.LastCode, Ct));

        await SendAsync(ground, "report:a");
        ground.House.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(CodeAnswer.Over, await ground.Codes.CheckAsync(Phone, "report:a", ground.Channel.LastCode, Ct));
    }

    [Fact]
    public async Task Five_wrong_tries_end_a_code_and_five_codes_a_quarter_of_an_hour_are_all()
    {
        await using var ground = await CitizenGround.OpenAsync();
        await SendAsync(ground, "x");
        var wrong = ground.Channel.LastCode == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++) Assert.Equal(CodeAnswer.Wrong, await ground.Codes.CheckAsync(Phone, "x", wrong, Ct));
        Assert.Equal(CodeAnswer.Over, await ground.Codes.CheckAsync(Phone, "x", ground.Channel.LastCode, Ct));

        for (var i = 0; i < 4; i++) Assert.IsType<CodeSent.Sent>(await SendAsync(ground, "x"));
        Assert.IsType<CodeSent.TooMany>(await SendAsync(ground, "y", "10.0.0.2"));
        Assert.Equal(5, ground.Channel.All.Count);
        ground.House.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.IsType<CodeSent.Sent>(await SendAsync(ground, "x"));
    }

    [Fact]
    public async Task A_landline_gets_none()
    {
        await using var ground = await CitizenGround.OpenAsync();
        Assert.IsType<CodeSent.NotPossible>(await ground.Codes.SendAsync("0473-3998000", "x", "10.0.0.1", "zh", Ct));
        Assert.Empty(ground.Channel.All);
    }

    private static Task<CodeSent> SendAsync(CitizenGround ground, string purpose, string address = "10.0.0.1") => ground.Codes.SendAsync(Phone, purpose, address, "zh", Ct);
}
