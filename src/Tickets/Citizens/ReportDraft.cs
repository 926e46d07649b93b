using Hotline.Tickets.Accepting;

namespace Hotline.Tickets.Citizens;

/// <summary>How a citizen can be reached.</summary>
public enum ContactWay { None, Mobile, Landline }

/// <summary>网上反映草稿: what a citizen has said so far, word for word, right or wrong.</summary>
public sealed record ReportDraft
{
    public const int TitleLength = 60, TextLength = 2000, PlaceLength = 120, NameLength = 30;

    /// <summary>Code of the kind; null for the proposed one.</summary>
    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? Place { get; init; }

    /// <summary>The area that was chosen, such as grid:chengguan-01 or town:chengguan.</summary>
    public string? Area { get; init; }

    /// <summary>The point that was pressed on the map.</summary>
    public GeoPoint? At { get; init; }

    public ContactWay? Contact { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }

    /// <summary>The number a code came back from.</summary>
    public string? ProvenPhone { get; init; }

    public bool Confidential { get; init; }

    public bool WantsNoReply { get; init; }

    /// <summary>同意公开: asked for, never taken for granted.</summary>
    public bool MayPublish { get; init; }

    /// <summary>The steps that were finished: 0 to 2.</summary>
    public int Finished { get; init; }

    /// <summary>What it became.</summary>
    public SentReport? Sent { get; init; }

    /// <summary>The chosen kind, or the proposed one.</summary>
    public RequestType Kind => Terms.TryFromCode<RequestType>(Type, out var chosen) ? chosen : ProposedKind.Of($"{Title}{Text}");

    /// <summary>The citizen's own title, or the beginning of what they say.</summary>
    public string ShownTitle => !string.IsNullOrWhiteSpace(Title) ? Title.Trim() : Beginning(Text ?? "");

    private static string Beginning(string text)
    {
        var line = text.Trim().ReplaceLineEndings(" ");
        var end = line.IndexOfAny(['。', '；', '！', '？', '\n']);
        var sentence = end is > 4 and < 40 ? line[..end] : line;
        return sentence.Length <= 40 ? sentence : sentence[..39] + "…";
    }
}

/// <summary>What a draft became.</summary>
/// <param name="JoinedOthers">It is handled together with others' of the same matter.</param>
/// <param name="LostPhotos">Photos that could not be attached; the report stands all the same.</param>
public sealed record SentReport(Receipt Receipt, bool JoinedOthers, int LostPhotos);

/// <summary>A photo of a draft.</summary>
public sealed record DraftPhoto(Guid Id, string Name, int Bytes);
