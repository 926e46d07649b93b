using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Telephony.Tests;

/// <summary>A wrong setting stops the host when it starts, and the message names the setting, its value and the fix.</summary>
public sealed class TelephonyOptionsTests
{
    [Theory]
    [InlineData("Queues:0:Name", " ", "Telephony:Queues:0:Name", "for example main")]
    [InlineData("Queues:0:Strategy", "fastest", "Telephony:Queues:0:Strategy", "LongestIdle")]
    [InlineData("Queues:0:Strategy", "17", "Telephony:Queues:0:Strategy is \"17\"", "LongestIdle")]
    [InlineData("Queues:0:Skills:dialect:yue", "3", "unknown name, 'yue'", "correct its name")] // no name of a setting holds a colon
    [InlineData("Queues:0:Wants:0", "dialect:yue:7", "Telephony:Queues:0:Wants:0 is \"dialect:yue:7\"", "dialect:yue:3")]
    [InlineData("Queues:0:Skills:yue", "6", "Telephony:Queues:0:Skills:yue is 6", "level from 1 to 5")]
    [InlineData("Queues:0:Relaxation:0:Level", "9", "Telephony:Queues:0:Relaxation:0:Level is 9", "0 (anyone) to 5")]
    [InlineData("Queues:0:Relaxation:0:After", "-00:00:01", "Telephony:Queues:0:Relaxation:0:After is -00:00:01", "00:00:30")]
    [InlineData("Queues:0:Weight", "0", "Telephony:Queues:0:Weight is 0", "1 or more")]
    [InlineData("Queues:0:OverflowTo", "nowhere", "Telephony:Queues:0:OverflowTo is \"nowhere\"", "another one of Telephony:Queues")]
    [InlineData("Queues:0:OverflowTo", "main", "Telephony:Queues:0:OverflowTo is \"main\"", "another one of Telephony:Queues")]
    [InlineData("Queues:0:OverflowAfter", "00:00:20", "Telephony:Queues:0:OverflowAfter is 00:00:20", "without OverflowTo")]
    [InlineData("Queues:0:OfferTimeout", "00:00:00", "Telephony:Queues:0:OfferTimeout is 00:00:00", "above zero")]
    [InlineData("Queues:0:WrapUp", "-00:00:01", "Telephony:Queues:0:WrapUp is -00:00:01", "zero or more")]
    [InlineData("Queues:0:StarvedAfter", "00:00:00", "Telephony:Queues:0:StarvedAfter is 00:00:00", "above zero")]
    [InlineData("Queues:0:EstimateErrorLimit", "30", "Telephony:Queues:0:EstimateErrorLimit is 30", "0.3")]
    [InlineData("Queues:0:Lines:0", " ", "Telephony:Queues:0:Lines", "name the number")]
    [InlineData("Queues:0:Agents:0", " ", "Telephony:Queues:0:Agents", "name the agent")]
    [InlineData("Queues:1:Name", "main", "Telephony:Queues names main twice", "keep one")]
    [InlineData("Lines:0:Menu:Keys:0:Queue", "nowhere", "Telephony:Lines:2:Menu:Keys:0:Queue is \"nowhere\"", "name one of Telephony:Queues (main)")]
    [InlineData("Seats:WrapUpCap", "00:00:00", "Telephony:Seats:WrapUpCap is 00:00:00", "00:05:00")]
    [InlineData("Seats:CallsPerHour", "0", "Telephony:Seats:CallsPerHour is 0", "leave it out")]
    [InlineData("Seats:Rest", "-00:01:00", "Telephony:Seats:Rest is -00:01:00", "00:10:00")]
    [InlineData("Seats:BreakReasons:0:Code", "tea", "Telephony:Seats:BreakReasons:0:Text is \"\"", "用餐")]
    [InlineData("Seats:BreakReasons:0:Text", "茶歇", "Telephony:Seats:BreakReasons:0:Code is \"\"", "meal")]
    [InlineData("Callbacks:DueWithin", "00:00:00", "Telephony:Callbacks:DueWithin is 00:00:00", "01:00:00")]
    [InlineData("Callbacks:TakenFor", "00:00:00", "Telephony:Callbacks:TakenFor is 00:00:00", "00:30:00")]
    [InlineData("Callbacks:PlaceKeptFor", "-00:00:01", "Telephony:Callbacks:PlaceKeptFor is -00:00:01", "00:01:00")]
    [InlineData("Callbacks:Retries:0", "00:00:00", "Telephony:Callbacks:Retries:0 is 00:00:00", "00:15:00")]
    [InlineData("Callbacks:Retries:0", "soon", "'soon' at 'Telephony:Callbacks:Retries:0'", "00:00:20")]
    [InlineData("Callbacks:From", "22:00", "Telephony:Callbacks:From is 22:00", "From before To")]
    [InlineData("Callbacks:From", "early", "'early' at 'Telephony:Callbacks:From'", "Write")]
    [InlineData("Blacklist:Policy", "hang-up", "'hang-up' at 'Telephony:Blacklist:Policy'", "Announce, Decline")]
    [InlineData("Blacklist:Longest", "00:00:00", "Telephony:Blacklist:Longest is 00:00:00", "90 days")]
    [InlineData("Blacklist:NeverBlocked:0", "police", "is \"police\"", "write digits")]
    [InlineData("Blacklist:NeverBlocked:0", "*", "is \"*\"", "write digits")]
    [InlineData("Blacklist:NeverBlocked:0", "", "is \"\"", "write digits")]
    [InlineData("Encryption", "Sometimes", "'Sometimes' at 'Telephony:Encryption'", "Optional")]
    [InlineData("KeepRecordings", "-1.00:00:00", "Telephony:KeepRecordings is -1.00:00:00", "two years")]
    [InlineData("RecordingKeyFile", " ", "Telephony:RecordingKeyFile is empty", "name a file")]
    [InlineData("PersonalKeyFile", " ", "Telephony:PersonalKeyFile is empty", "name a file")]
    [InlineData("Prompts", "", "Telephony:Prompts is empty", "name a folder")]
    [InlineData("Node", " ", "Telephony:Node is empty", "hotline-1")]
    [InlineData("Queues:0:Stratergy", "RoundRobin", "'Stratergy'", "correct its name")]
    [InlineData("MaxCall", "5", "'MaxCall'", "correct its name")]
    [InlineData("MaxCalls", "many", "'many' at 'Telephony:MaxCalls'", "a number in digits")]
    public void A_wrong_value_stops_the_host_and_the_message_names_setting_value_and_fix(string setting, string value, string named, string fix)
    {
        var message = Assert.ThrowsAny<OptionsValidationException>(() => Start((setting, value))).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(fix, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_one_setting_is_said_once() =>
        Assert.Single(Assert.ThrowsAny<OptionsValidationException>(() => Start(("Queues:0:Weight", "0"))).Failures);

    [Fact]
    public void One_line_waits_in_one_queue() => Assert.Contains(
        "Telephony:Queues has the line 12345 in two queues",
        Assert.ThrowsAny<OptionsValidationException>(() => Start(("Queues:0:Lines:0", "12345"), ("Queues:1:Name", "b"), ("Queues:1:Lines:0", "12345"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Right_settings_start_it_and_a_list_of_the_settings_stands_for_the_usual_one()
    {
        var options = Start(
            ("Queues:0:Relaxation:0:After", "00:00:10"), ("Queues:0:Relaxation:0:Level", "3"), ("Queues:0:OverflowTo", "b"), ("Queues:0:OverflowAfter", "00:01:00"), ("Queues:1:Name", "b"),
            ("Queues:0:Wants:0", "dialect:yue:3"), ("Queues:0:Skills:english", "2"), ("Callbacks:Retries:0", "00:05:00"), ("Seats:BreakReasons:0:Code", "tea"), ("Seats:BreakReasons:0:Text", "茶歇"), ("Blacklist:NeverBlocked:0", "9620*"));
        Assert.Equal([new SkillStep { After = TimeSpan.FromSeconds(10), Level = 3 }], options.Queues[0].Steps);
        Assert.Equal([("english", 2), ("dialect:yue", 3)], options.Queues[0].Demands);
        Assert.Equal([TimeSpan.FromMinutes(5)], options.Callbacks.Plan);
        Assert.Equal("tea", Assert.Single(options.Seats.Reasons).Code);
        Assert.Contains("110", options.Blacklist.NeverBlocked); // nobody takes those away
        Assert.Equal(4, new CallbackOptions().Plan.Count + 1);
    }

    private static TelephonyOptions Start(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Telephony:Queues:0:Name"] = "main", ["Telephony:Lines:0:Number"] = "777", ["Telephony:Lines:0:Menu:Keys:0:Key"] = "1", ["Telephony:Lines:0:Menu:Keys:0:Name"] = "企业",
        };
        foreach (var (key, value) in settings) all["Telephony:" + key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        using var services = new ServiceCollection().AddTelephony(configuration).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<TelephonyOptions>();
    }
}
