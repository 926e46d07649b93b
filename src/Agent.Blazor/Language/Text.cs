namespace Hotline.Agent.Blazor.Language;

/// <summary>The words that every page shares; Text.resx is Chinese, Text.en.resx English. A folder of pages has its own beside it.</summary>
public sealed class Text;
