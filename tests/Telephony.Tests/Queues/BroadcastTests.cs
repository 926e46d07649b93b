using System.Globalization;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

public sealed class BroadcastTests
{
    [Fact]
    public async Task Everybody_is_told_in_the_language_they_had_when_they_subscribed()
    {
        using var news = new Broadcast<string>();
        var (english, chinese) = (In("en", news), In("zh-CN", news));
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        news.Publish("a seat is ready");
        Assert.Equal(("en", "zh-CN"), (await english, await chinese));
    }

    [Fact]
    public async Task Who_has_left_hears_no_more_and_the_others_hear_everything_in_order()
    {
        using var news = new Broadcast<int>();
        var (heard, gone, last) = (new List<int>(), new List<int>(), new TaskCompletionSource());
        Action<int> same = gone.Add;
        using (news.Subscribe(same)) { }
        using var stays = news.Subscribe(n =>
        {
            heard.Add(n);
            if (n == 99) last.SetResult();
        });
        for (var n = 0; n < 100; n++) news.Publish(n);
        await last.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 100), heard);
        Assert.Empty(gone);
    }

    private static Task<string> In(string language, Broadcast<string> news)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var told = new TaskCompletionSource<string>();
        news.Subscribe(_ => told.TrySetResult(CultureInfo.CurrentUICulture.Name));
        return told.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
