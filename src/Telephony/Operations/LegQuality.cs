using Hotline.Telephony.Media;

namespace Hotline.Telephony.Operations;

/// <summary>通话质量 of one telephone's leg.</summary>
public sealed record LegQuality(Party Party, LegStatistics Statistics);
