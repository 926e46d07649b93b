using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Tickets.Tests.Attachments;

public sealed class AttachmentApiTests
{
    [Fact]
    public async Task A_photo_with_gps_is_served_without_and_its_original_needs_a_right()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, code) = await ReportAsync(host);
        var (status, sent) = await SendAsync(host, $"reports/{number}/attachments?code={code}", null, "现场/照片 1.png", Made.Photo());
        Assert.Equal(201, status);
        Assert.Equal(("照片 1.jpg", "photo", true), ((string)sent!["name"]!, (string)sent["kind"]!, (bool)sent["byCitizen"]!));

        var (_, list) = await host.GetAsync($"tickets/{number}/attachments", Sample.Dispatcher);
        var line = Assert.Single(list!.AsArray())!;
        Assert.Equal((false, true, "image/jpeg"), ((bool)line["scanned"]!, (bool)line["served"]!, (string)line["mediaType"]!));

        var file = $"tickets/{number}/attachments/{sent["id"]}";
        var served = await DownloadAsync(host, HttpMethod.Get, file, Sample.Dispatcher);
        Assert.Equal((HttpStatusCode.OK, "unscanned"), (served.Status, served.Scan));
        Assert.DoesNotContain(Made.Place, Encoding.ASCII.GetString(served.Bytes));

        Assert.Equal(HttpStatusCode.Forbidden, (await DownloadAsync(host, HttpMethod.Post, file + "/original", Sample.Dispatcher, "看看")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await DownloadAsync(host, HttpMethod.Post, file + "/original", Sample.Reviewer, "")).Status);
        Assert.Equal(0, await ViewsAsync(host));
        var original = await DownloadAsync(host, HttpMethod.Post, file + "/original", Sample.Reviewer, "核实拍摄地点");
        Assert.Equal(Made.Photo(), original.Bytes);
        Assert.Equal(1, await ViewsAsync(host));
    }

    [Fact]
    public async Task On_the_disk_and_in_the_database_lies_nothing_readable()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, code) = await ReportAsync(host);
        await SendAsync(host, $"reports/{number}/attachments?code={code}", null, "a.jpg", Made.Photo());
        var files = Directory.GetFiles(host.Services.GetRequiredService<AttachmentOptions>().Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(2, files.Length);
        Assert.All(files, f => Assert.Equal(-1, File.ReadAllBytes(f).AsSpan().IndexOf("JFIF"u8)));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_and_nothing_is_kept()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, code) = await ReportAsync(host);
        var to = $"reports/{number}/attachments?code={code}";
        Assert.Contains("不支持", await WrongAsync(to, "MZ program"u8.ToArray()));
        Assert.Contains("空", await WrongAsync(to, []));
        Assert.Contains("损坏", await WrongAsync(to, Made.Photo()[..60]));
        Assert.Contains("10 MB", await WrongAsync(to, [.. Made.BareJpeg, .. new byte[10 * 1024 * 1024]]));
        Assert.Equal(404, (await SendAsync(host, $"reports/{number}/attachments?code=000000", null, "a.jpg", Made.BareJpeg)).Status);
        Assert.Equal(415, (await host.PostAsync(to, null, new { file = "x" })).Status);
        Assert.False(Directory.Exists(host.Services.GetRequiredService<AttachmentOptions>().Folder));

        async Task<string> WrongAsync(string path, byte[] bytes)
        {
            var (status, body) = await SendAsync(host, path, null, "a.jpg", bytes);
            Assert.Equal(400, status);
            return (string)body!["errors"]!["file"]![0]!;
        }
    }

    [Fact]
    public async Task The_tenth_file_of_a_citizen_and_the_same_file_again_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, code) = await ReportAsync(host);
        var to = $"reports/{number}/attachments?code={code}";
        for (var i = 0; i < 9; i++) Assert.Equal(201, (await SendAsync(host, to, null, "a.mp3", [.. Made.Sound()[..^128], (byte)i])).Status);
        Assert.Equal("urn:hotline:refused:too-many-attachments", (string)(await SendAsync(host, to, null, "a.mp3", Made.Sound())).Body!["type"]!);
        Assert.Equal(201, (await SendAsync(host, $"tickets/{number}/attachments", Sample.Agent, "b.mp3", Made.Sound())).Status);
        Assert.Equal("urn:hotline:refused:attachment-already-there", (string)(await SendAsync(host, $"tickets/{number}/attachments", Sample.Agent, "b.mp3", Made.Sound())).Body!["type"]!);
        var rows = await host.Services.GetRequiredService<NpgsqlDataSource>().ReadAsync("select count(*) from tickets.attachment", [], r => r.GetInt64(0), Ct);
        Assert.Equal(10, rows[0]);
    }

    [Fact]
    public async Task Another_departments_ticket_shows_no_files()
    {
        await using var host = await ApiHost.StartAsync();
        var (number, _) = await ReportAsync(host);
        await host.PostAsync($"tickets/{number}/dispatch", Sample.Dispatcher, new { department = "water" });
        Assert.Equal(201, (await SendAsync(host, $"tickets/{number}/attachments", Sample.WaterClerk, "办理.jpg", Made.Photo())).Status);
        Assert.Equal(200, (await host.GetAsync($"tickets/{number}/attachments", Sample.WaterClerk)).Status);
        Assert.Equal(404, (await host.GetAsync($"tickets/{number}/attachments", Sample.PowerClerk)).Status);
        Assert.Equal(409, (await SendAsync(host, $"tickets/{number}/attachments", Sample.PowerClerk, "b.jpg", Made.BareJpeg)).Status);
    }

    [Fact]
    public async Task A_scanner_is_asked_by_its_protocol_and_silence_loses_no_file()
    {
        using var clamd = new TcpListener(IPAddress.Loopback, 0);
        clamd.Start();
        var serving = Task.Run(async () => { for (var i = 0; i < 2; i++) await AnswerAsync(await clamd.AcceptTcpClientAsync(Ct)); }, Ct);
        var scan = new VirusScan(new AttachmentOptions { Clamd = clamd.LocalEndpoint.ToString() }, NullLogger<VirusScan>.Instance);
        Assert.Equal(ScanResult.Clean, await scan.RunAsync(new byte[200_000], Ct));
        Assert.Equal(ScanResult.Infected, await scan.RunAsync([.. new byte[70_000], .. "EICAR"u8], Ct));
        await serving;
        clamd.Stop();
        Assert.Equal(ScanResult.Unscanned, await scan.RunAsync([1], Ct));
        Assert.Equal(ScanResult.Unscanned, await new VirusScan(new AttachmentOptions(), NullLogger<VirusScan>.Instance).RunAsync([1], Ct));
    }

    /// <summary>The server's side of INSTREAM.</summary>
    private static async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        var command = new byte[10];
        await stream.ReadExactlyAsync(command, Ct);
        Assert.Equal("zINSTREAM\0"u8.ToArray(), command);
        using var file = new MemoryStream();
        var length = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(length, Ct);
            var piece = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(length)];
            if (piece.Length == 0) break;
            await stream.ReadExactlyAsync(piece, Ct);
            file.Write(piece);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(file.ToArray().AsSpan().IndexOf("EICAR"u8) >= 0 ? "stream: Eicar-Signature FOUND\0" : "stream: OK\0"), Ct);
    }

    private static async Task<(string Number, string Code)> ReportAsync(ApiHost host)
    {
        var (_, receipt) = await host.PostAsync("reports", null, new { type = "help", title = "路灯不亮", text = "平安路北段路灯不亮", phone = "13800001234" });
        return ((string)receipt!["number"]!, (string)receipt["code"]!);
    }

    private static async Task<(int Status, JsonNode? Body)> SendAsync(ApiHost host, string path, Actor? by, string name, byte[] bytes)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png"); // what the sender says does not count
        form.Add(file, "file", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (by is not null) request.Headers.Add("X-Actor", by.Id);
        using var response = await host.Client.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private static async Task<(HttpStatusCode Status, byte[] Bytes, string? Scan)> DownloadAsync(ApiHost host, HttpMethod method, string path, Actor by, string? purpose = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (purpose is not null) request.Content = new StringContent($$"""{"purpose":"{{purpose}}"}""", Encoding.UTF8, "application/json");
        request.Headers.Add("X-Actor", by.Id);
        using var response = await host.Client.SendAsync(request, Ct);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(Ct), response.Headers.TryGetValues("X-Scan", out var scan) ? scan.Single() : null);
    }

    private static async Task<long> ViewsAsync(ApiHost host) =>
        (await host.Services.GetRequiredService<NpgsqlDataSource>().ReadAsync("select count(*) from tickets.personal_data_view where purpose like '附件原件%'", [], r => r.GetInt64(0), Ct))[0];
}
