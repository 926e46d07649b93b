using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Attachments;

internal enum ScanResult { Clean, Infected, Unscanned }

/// <summary>Asks a clamd by INSTREAM (clamd's manual): length and bytes, piece by piece, then a length of nought.</summary>
internal sealed partial class VirusScan(AttachmentOptions options, ILogger<VirusScan> log)
{
    private const int Piece = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A scanner that does not answer loses no citizen's picture: the file is marked unscanned.</summary>
    internal async Task<ScanResult> RunAsync(byte[] file, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(options.Clamd)) return ScanResult.Unscanned;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            return await AskAsync(options.Clamd, file, patience.Token);
        }
        catch (Exception e) when ((e is SocketException or IOException or OperationCanceledException or FormatException) && !ct.IsCancellationRequested)
        {
            ScannerSilent(log, e);
            return ScanResult.Unscanned;
        }
    }

    private static async Task<ScanResult> AskAsync(string clamd, byte[] file, CancellationToken ct)
    {
        var colon = clamd.LastIndexOf(':');
        if (colon < 1) throw new FormatException("Tickets:Attachments:Clamd is HOST:PORT, such as 127.0.0.1:3310.");
        using var connection = new TcpClient();
        await connection.ConnectAsync(clamd[..colon], int.Parse(clamd.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture), ct);
        var stream = connection.GetStream();
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var length = new byte[4];
        foreach (var piece in file.Chunk(Piece))
        {
            BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
            await stream.WriteAsync(length, ct);
            await stream.WriteAsync(piece, ct);
        }

        await stream.WriteAsync(new byte[4], ct);
        using var answer = new StreamReader(stream, Encoding.ASCII);
        var said = (await answer.ReadToEndAsync(ct)).TrimEnd('\0', '\n');
        return said.EndsWith(" OK", StringComparison.Ordinal) ? ScanResult.Clean
            : said.EndsWith(" FOUND", StringComparison.Ordinal) ? ScanResult.Infected
            : throw new IOException("clamd answered: " + said);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The virus scanner did not answer; the file is kept and marked unscanned")]
    private static partial void ScannerSilent(ILogger log, Exception e);
}
