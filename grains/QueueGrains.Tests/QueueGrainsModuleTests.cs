using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Hotline.QueueGrains.Tests;

public sealed class QueueGrainsModuleTests
{
    [Theory]
    [InlineData("Grains:Sip", "10.0.0.11")]
    [InlineData("Grains:Sip", "sip:12345@10.0.0.11:5060")]
    [InlineData("Grains:Sip", "10.0.0.11:5060/here")]
    [InlineData("Grains:Sip", "")]
    [InlineData("Grains:Address", "0.0.0.0")]
    public void A_wrong_address_is_named_with_the_way_to_mend_it(string setting, string value)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => With(setting, value).AddQueueGrains());
        Assert.StartsWith($"{setting} is \"{value}\"; give ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.11:5060")]
    [InlineData("[fd00::11]:5060")]
    [InlineData("node-b.hotline.internal:5062")]
    public void An_address_of_a_host_and_its_port_will_do(string value) => With("Grains:Sip", value).AddQueueGrains();

    private static HostApplicationBuilder With(string setting, string value)
    {
        var host = Host.CreateEmptyApplicationBuilder(new());
        host.Configuration.AddInMemoryCollection([new(setting, value)]);
        return host;
    }
}
