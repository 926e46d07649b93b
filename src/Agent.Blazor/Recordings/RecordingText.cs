namespace Hotline.Agent.Blazor.Recordings;

/// <summary>The words of the pages of calls and their recordings.</summary>
public sealed class RecordingText;
