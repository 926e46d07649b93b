using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Hotline.Bench.Chaos;

/// <summary>Errors that were logged: a step that threw is an error even where everybody got over it.</summary>
internal sealed class ErrorCount : ILoggerFactory, ILogger
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    internal string Seen
    {
        get
        {
            lock (_seen) return string.Join("\n", _seen.OrderByDescending(s => s.Value).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} × {s.Key}")));
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = new StringBuilder(eventId.Name).Append(' ').Append(exception).ToString();
        lock (_seen) _seen[text] = _seen.GetValueOrDefault(text) + 1;
    }

    public void Dispose() { }
}
