namespace Hotline.Tickets.UnifiedReplies;

/// <summary>Something a unit says that may be compared.</summary>
/// <param name="Quote">Its own words.</param>
/// <param name="Topic">What it is about.</param>
internal abstract record Claim(string Quote, Topic Topic)
{
    internal abstract ContradictionKind Kind { get; }

    internal abstract bool Contradicts(Claim other);

    /// <summary>是与否: the same said with and without a "not".</summary>
    internal sealed record YesNo(string Quote, Topic Topic, bool Yes) : Claim(Quote, Topic)
    {
        internal override ContradictionKind Kind => ContradictionKind.YesNo;

        internal override bool Contradicts(Claim other) => other is YesNo o && o.Yes != Yes && Topic.IsSameAs(o.Topic);
    }

    /// <summary>日期</summary>
    internal sealed record Dated(string Quote, Topic Topic, SaidDate At) : Claim(Quote, Topic)
    {
        internal override ContradictionKind Kind => ContradictionKind.Date;

        internal override bool Contradicts(Claim other) => other is Dated o && !At.AgreesWith(o.At) && Topic.IsSameAs(o.Topic);
    }

    /// <summary>数额</summary>
    internal sealed record Amount(string Quote, Topic Topic, SaidAmount Of) : Claim(Quote, Topic)
    {
        internal override ContradictionKind Kind => ContradictionKind.Amount;

        internal override bool Contradicts(Claim other) => other is Amount o && o.Of.Unit == Of.Unit && !Of.AgreesWith(o.Of) && Topic.IsSameAs(o.Topic);
    }

    /// <summary>责任单位</summary>
    internal sealed record Duty(string Quote, Topic Topic, string Who, bool Theirs) : Claim(Quote, Topic)
    {
        internal override ContradictionKind Kind => ContradictionKind.Responsible;

        /// <summary>Theirs and not theirs; or two units each of which is said to have it.</summary>
        internal override bool Contradicts(Claim other) =>
            other is Duty o && (IsSame(Who, o.Who) ? Theirs != o.Theirs : Theirs && o.Theirs) && (Topic.IsEmpty || o.Topic.IsEmpty || Topic.IsSameAs(o.Topic));

        private static bool IsSame(string a, string b) => a == b || (a.Length >= 2 && b.Length >= 2 && (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal)));
    }
}

/// <summary>What a claim is about: the characters that carry it, and the marks that tell one place or time from another.</summary>
/// <param name="Core">Without filler words, numbers and dates.</param>
/// <param name="Own">Where the clause goes on with what the one before it spoke of: its own part of the core; else empty.</param>
/// <param name="Marks">By kind: house numbers, dates, sides such as 东 and 夜间, words such as 未成年.</param>
internal sealed record Topic(string Core, string Own, ILookup<char, string> Marks)
{
    private const double Share = 0.8;

    internal bool IsEmpty => Core.Length < 2;

    /// <summary>
    /// Nearly all characters of the shorter stand in the longer, in any order; only one of them may say more than the other
    /// (供水管道 and 燃气管道 are two things); and no mark stands against it.
    /// </summary>
    internal bool IsSameAs(Topic other)
    {
        if (IsEmpty || other.IsEmpty || Differs(other) || other.Differs(this)) return false;
        var (common, shorter) = (Common(Core, other.Core), Math.Min(Core.Length, other.Core.Length));
        return common >= Share * shorter && shorter - common < 2 && Common(Own, other.Core) == Own.Length && Common(other.Own, Core) == other.Own.Length;
    }

    /// <summary>A mark stands against it; a word such as 未成年 also where the other has none.</summary>
    private bool Differs(Topic other) => Marks.Any(m => (m.Key == Wording.WordMark || other.Marks.Contains(m.Key)) && !m.ToHashSet().SetEquals(other.Marks[m.Key]));

    private static int Common(string a, string b)
    {
        var rest = b.ToList();
        return a.Count(rest.Remove);
    }
}
