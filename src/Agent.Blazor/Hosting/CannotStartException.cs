namespace Hotline.Agent.Blazor.Hosting;

/// <summary>The host cannot start as things are; the message says what to do.</summary>
internal sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner);
