using System.Globalization;
using Hotline.Telephony.Calls;

namespace Hotline.Agent.Blazor.Language;

/// <summary>Why telephony refused, in the reader's language.</summary>
internal static class RefusalWords
{
    internal static string InWords(this CallRefusal refusal) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? refusal.English : refusal.Chinese;
}
