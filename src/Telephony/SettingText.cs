using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Hotline.Telephony;

/// <summary>Settings are text: what cannot be read as its setting's kind, and what no setting is called, is reported like any other wrong value.</summary>
internal static class SettingText
{
    /// <exception cref="OptionsValidationException">Names the setting, its value and how it is written.</exception>
    internal static void BindOrSay<T>(this IConfigurationSection section, T options)
        where T : class
    {
        try
        {
            // without this the binder passes over what it cannot read within a list
            section.Bind(options, o => o.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsValidationException(section.Key, typeof(T), [Wrong(section.Key, Innermost(e))]);
        }
    }

    private static InvalidOperationException Innermost(InvalidOperationException e) => e.InnerException is InvalidOperationException inner ? Innermost(inner) : e;

    private static string Wrong(string section, InvalidOperationException e) => e.InnerException is null
        ? $"{section} has a setting of an unknown name, {e.Message[(e.Message.LastIndexOf(':') + 1)..].Trim()}: correct its name, or remove it."
        : $"{e.Message} {Fix(e.Message)}";

    /// <summary>The binder names the type at the end of its sentence; of a choice of ours the words are known.</summary>
    private static string Fix(string message) => Array.Find(typeof(SettingText).Assembly.GetTypes(), t => t.IsEnum && message.Contains($"'{t.FullName}'", StringComparison.Ordinal)) is { } choice
        ? $"Set one of {string.Join(", ", Enum.GetNames(choice))}."
        : "Write a number in digits, a time as 00:00:20, a choice as true or false.";
}
