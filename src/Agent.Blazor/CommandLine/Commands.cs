using Hotline.Agent.Blazor.CommandLine.Demo;

namespace Hotline.Agent.Blazor.CommandLine;

/// <summary>What the program does besides being the host; each returns the exit status.</summary>
internal static class Commands
{
    internal static Func<string[], Task<int>>? Find(string name) => name switch
    {
        "call" => CallCommand.RunAsync,
        "demo" => DemoCommand.RunAsync,
        _ when name.StartsWith('-') => null,
        _ => throw new UsageException($"unknown command {name}; there are: call, demo"),
    };
}
