namespace Hotline.Journeys;

/// <summary>The folders of the checkout these tests were built in.</summary>
internal static class Checkout
{
    internal static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The program, as built in the same configuration as these tests.</summary>
    internal static string Program { get; } = Path.Combine(
        Root, "artifacts", "bin", "Agent.Blazor", new DirectoryInfo(AppContext.BaseDirectory).Name, "Hotline.Agent.Blazor.dll");

    /// <summary>Where whisper.cpp is: built once per checkout by ./hotline, where a compiler can be had.</summary>
    internal static string SpeechLibrary { get; } = Environment.GetEnvironmentVariable("HOTLINE_WHISPER") ?? Path.Combine(Root, ".data", "whisper");

    internal static bool HasSpeech => File.Exists(Path.Combine(SpeechLibrary, "libwhisper.so.1"));

    internal static string Samples(params string[] path) => Path.Combine([Root, "samples", .. path]);

    /// <summary>Set: pictures of every page are made, on a desk and on a phone, in both languages, and they and those of the stories are put there.</summary>
    internal static string? Pictures { get; } = Environment.GetEnvironmentVariable("HOTLINE_SCREENSHOTS");

    /// <summary>A folder for what people look at after a run.</summary>
    internal static string Artifacts(string name) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", name)).FullName;

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Hotline.sln")) ? folder.FullName : FindRoot(folder.Parent!);
}
