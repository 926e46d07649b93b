using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;

namespace Hotline;

/// <summary>
/// Brings one packet to a partner line (联动单位): posted with our key, where any 2xx is the receipt, or left in a folder for another program to
/// fetch. This file is compiled into every project that sends packets.
/// </summary>
internal static class PacketPost
{
    // a redirected POST would arrive as a GET without its packet, and be taken for a receipt; and our key goes nowhere else
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(3), AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 16 << 20,
    };

    /// <param name="key">Shown as Authorization: Bearer; null where the partner asks for none.</param>
    /// <exception cref="HttpRequestException">The partner did not take it.</exception>
    internal static async Task SendAsync(Uri endpoint, string? key, string packet, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, endpoint, key);
        request.Content = new StringContent(packet, Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <exception cref="HttpRequestException">It was not to be had.</exception>
    internal static async Task<string> ReadAsync(Uri address, string? key, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, address, key);
        using var answer = await Http.SendAsync(request, ct);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct);
    }

    /// <summary>Null where the link carries; otherwise the kind of failure. Any answer at all below 500 is one, but not a redirection.</summary>
    internal static async Task<string?> ProbeAsync(Uri endpoint, string? key, CancellationToken ct)
    {
        try
        {
            using var request = Request(HttpMethod.Head, endpoint, key);
            using var answer = await Http.SendAsync(request, ct);
            return (int)answer.StatusCode is (>= 300 and < 400 or >= 500) and not 501 ? $"HTTP {(int)answer.StatusCode}" : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return KindOf(e);
        }
    }

    /// <summary>One file, complete once it has its name, and on the disk when this returns: a receipt outlives a power failure.</summary>
    /// <param name="name">Without its end; an earlier file of that name is replaced.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    internal static async Task WriteAsync(string folder, string name, string packet, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, name + ".json");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // a number and a citizen's words
        await using (var part = new FileStream(file + ".part", options))
        {
            await part.WriteAsync(Encoding.UTF8.GetBytes(packet), ct);
            part.Flush(flushToDisk: true);
        }

        File.Move(file + ".part", file, overwrite: true);
        if (!OperatingSystem.IsWindows()) Sync(folder);
    }

    /// <summary>Without data of the packet.</summary>
    internal static string KindOf(Exception e) =>
        e is HttpRequestException { StatusCode: { } status } ? $"HTTP {(int)status}" : e is HttpRequestException { HttpRequestError: var error } ? error.ToString() : e.GetType().Name;

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string? key) => new(method, address)
    {
        Headers = { Authorization = string.IsNullOrEmpty(key) ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>The folder's own entry of the file: .NET opens no folders.</summary>
    private static void Sync(string folder)
    {
        var handle = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        try
        {
            if (handle < 0 || Fsync(handle) != 0) throw new IOException($"The folder of packets could not be brought to the disk (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            if (handle >= 0) _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int handle);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
