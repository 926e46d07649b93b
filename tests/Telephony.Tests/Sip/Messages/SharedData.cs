namespace Hotline.Telephony.Tests.Sip.Messages;

/// <summary>Public test data kept beside the checkout (../shared/data) or where HOTLINE_SHARED_DATA says; not part of the repository.</summary>
internal static class SharedData
{
    internal static string? Find(string folder)
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_SHARED_DATA") is { Length: > 0 } named && Directory.Exists(Path.Combine(named, folder)))
            return Path.Combine(named, folder);

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "data", folder);
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
