using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Hotline.Journeys;

/// <summary>Input that is wrong gets a clear answer, and the host goes on.</summary>
[Collection(nameof(OfficeDay))]
public sealed class BadInputJourney(HotlineHost host)
{
    public static TheoryData<string, string> WrongFields => new()
    {
        { "title", new string('长', 61) },
        { "text", new string('长', 2001) },
        { "place", new string('长', 121) },
        { "phone", "not-a-number" },
        { "category", "no-such-category" },
        { "district", "no-such-district" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_with_its_fix(string field, string value)
    {
        using var agent = await host.ClientAsync("1001");
        var request = new Dictionary<string, object?> { ["type"] = "complaint", ["title"] = "路灯不亮", ["text"] = "门口路灯三天不亮", [field] = value };
        var (status, problem) = await agent.PostAsync("tickets", request);
        Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, status.ToString());
        Assert.NotEmpty((string)problem!["errors"]![field]![0]!);
    }

    [Theory]
    [InlineData("{\"title\": ")]
    [InlineData("[]")]
    [InlineData("{\"type\": \"no-such-type\", \"title\": \"a\", \"text\": \"b\"}")]
    [InlineData("{\"type\": 17}")]
    public async Task A_body_that_is_not_a_request_is_refused_as_the_senders_mistake(string body)
    {
        using var agent = await host.ClientAsync("1001");
        var (status, _) = await agent.PostTextAsync("tickets", body);
        Assert.InRange((int)status, 400, 499);
    }

    [Theory]
    [InlineData("session", """{"account":"1001","password":"x","passwort":"y"}""", "passwort", "account、password")]
    [InlineData("similar", """{"text":"停水两天","plase":"金水路"}""", "plase", "text、place、district、category、k")]
    [InlineData("calls", """{"number":"10086","tikket":"1"}""", "tikket", "number、ticket、purpose")]
    [InlineData("seat/not-ready", """{"reason":"meal","raison":"x"}""", "raison", "reason")]
    [InlineData("blacklist", """{"number":"13900001234","reason":"骚扰","days":3}""", "days", "call、number、reason")]
    [InlineData("tickets", """{"type":"help","title":"停水","text":"停水两天","titel":"x"}""", "titel", "")]
    public async Task A_field_that_nobody_knows_is_refused_by_name_whichever_part_of_the_house_it_was_meant_for(string path, string body, string field, string known)
    {
        using var agent = await host.ClientAsync("1001");
        var (status, problem) = await agent.PostTextAsync(path, body);
        Assert.True(status == HttpStatusCode.BadRequest, $"{path}: {status} {problem}");
        var (name, why) = Assert.Single(problem!["errors"]!.AsObject());
        Assert.Equal(field, name);
        Assert.StartsWith("没有这个字段", (string)why![0]!, StringComparison.Ordinal);
        Assert.Contains(known, (string)why[0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("session", """{"account":"1001","account":"1002","password":"x"}""", "account")]
    [InlineData("similar", """{"text":"停水","k":"many"}""", "k")]
    [InlineData("calls", "[]", "body")]
    public async Task What_cannot_be_read_is_named_too(string path, string body, string field)
    {
        using var agent = await host.ClientAsync("1001");
        var (status, problem) = await agent.PostTextAsync(path, body);
        Assert.True(status == HttpStatusCode.BadRequest, $"{path}: {status} {problem}");
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task Malformed_signalling_ends_nothing()
    {
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)peer.Client.LocalEndPoint!).Port;
        foreach (var bytes in Garbage()) await peer.SendAsync(bytes, new IPEndPoint(IPAddress.Loopback, host.SipPort), TestContext.Current.CancellationToken);

        var call = $"alive-{Guid.NewGuid():N}";
        var options = $"""
            OPTIONS sip:12345@127.0.0.1:{host.SipPort} SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{call}
            Max-Forwards: 70
            From: <sip:test@127.0.0.1:{port}>;tag=1
            To: <sip:12345@127.0.0.1:{host.SipPort}>
            Call-ID: {call}
            CSeq: 1 OPTIONS
            Content-Length: 0


            """.ReplaceLineEndings("\r\n");
        await peer.SendAsync(Encoding.ASCII.GetBytes(options), new IPEndPoint(IPAddress.Loopback, host.SipPort), TestContext.Current.CancellationToken);
        Assert.StartsWith("SIP/2.0 200", await AnswerToAsync(peer, call), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_refused_by_name()
    {
        var file = Path.Combine(Path.GetTempPath(), $"hotline-{Guid.NewGuid():N}.wav");
        await File.WriteAllTextAsync(file, "this is not a WAV file", TestContext.Current.CancellationToken);
        try
        {
            var (code, output) = await host.CallAsync(file);
            Assert.NotEqual(0, code);
            Assert.Contains(Path.GetFileName(file), output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at Hotline", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(HttpStatusCode.OK, await HealthAsync());
    }

    private static IEnumerable<byte[]> Garbage()
    {
        yield return [];
        yield return [0, 1, 2, 3, 255, 254];
        yield return Encoding.ASCII.GetBytes("INVITE");
        yield return Encoding.ASCII.GetBytes("INVITE sip:12345@127.0.0.1 SIP/2.0\r\n\r\n");
        yield return Encoding.ASCII.GetBytes("INVITE sip:12345@127.0.0.1 SIP/2.0\r\nVia: nonsense\r\nContent-Length: 99999\r\n\r\nv=0");
        yield return Encoding.ASCII.GetBytes("SIP/2.0 999 What\r\nCSeq: x y\r\n\r\n");
        yield return Encoding.ASCII.GetBytes(new string('A', 60_000));
    }

    private static async Task<string> AnswerToAsync(UdpClient peer, string call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var text = Encoding.UTF8.GetString((await peer.ReceiveAsync(patience.Token)).Buffer);
            if (text.Contains(call, StringComparison.Ordinal)) return text; // answers to the garbage come here too
        }
    }

    private async Task<HttpStatusCode> HealthAsync()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.StatusCode;
    }
}
