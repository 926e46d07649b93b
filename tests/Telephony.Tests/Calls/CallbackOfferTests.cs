using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>A caller who waits gives the line back and keeps the place.</summary>
public sealed class CallbackOfferTests
{
    private static readonly Dictionary<string, int> Tones = new(StringComparer.Ordinal) { ["callback-offer"] = 430, ["callback-number"] = 570, ["callback-kept"] = 690 };

    [Fact]
    public async Task The_number_is_read_back_and_1_confirms_it()
    {
        await using var hotline = await StartAsync();
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-offer"]);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-number"]);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-kept"]);

        var accepted = await hotline.NextAsync<CallEvent.CallbackAccepted>();
        Assert.Equal(("13800000001", true), (accepted.Number, accepted.Confirmed));
        Assert.Equal("callback registered", (await hotline.NextAsync<CallEvent.Ended>()).Reason);
        var task = Assert.Single(hotline.Board.Callbacks.Open);
        Assert.Equal((CallbackKind.Kept, "13800000001"), (task.Kind, task.Number));
    }

    [Fact]
    public async Task Who_hangs_up_while_the_number_is_read_keeps_the_place_all_the_same()
    {
        await using var hotline = await StartAsync();
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-offer"]);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-number"]);
        citizen.HangUp();

        Assert.False((await hotline.NextAsync<CallEvent.CallbackAccepted>()).Confirmed);
        await hotline.NextAsync<CallEvent.Ended>();
        Assert.Equal(CallbackKind.Kept, Assert.Single(hotline.Board.Callbacks.Open).Kind);
    }

    [Fact]
    public async Task Another_number_is_read_back_before_it_counts()
    {
        await using var hotline = await StartAsync();
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-offer"]);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-number"]);
        citizen.Press("13900000002#");
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-number"]);
        Assert.Empty(hotline.Board.Callbacks.Open);
        Assert.Equal("1", Assert.Single(hotline.Board.Live).Digits); // the number is kept nowhere but in the callback
        citizen.Press("1#");

        Assert.Equal("13900000002", (await hotline.NextAsync<CallEvent.CallbackAccepted>()).Number);
        await TestTone.HeardAsync(citizen.Ear, Tones["callback-kept"]);
    }

    private static Task<RunningHotline> StartAsync() => RunningHotline.StartAsync(
        o => o with { Lines = [new() { Number = "12345", AnnounceAfter = TimeSpan.FromSeconds(0.5), SilentAfter = TimeSpan.Zero }] }, greetings: Tones);
}
