using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Support;

/// <summary>What the service logs.</summary>
internal sealed class LogRecords : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, Exception? Error, string Message)> _records = new();

    /// <summary>What was logged as an error, and its exceptions.</summary>
    public IReadOnlyList<(Exception? Error, string Message)> Errors =>
        [.. _records.Where(r => r.Level >= LogLevel.Error).Select(r => (r.Error, r.Message))];

    /// <summary>Everything that was logged, in order.</summary>
    public IReadOnlyList<string> Messages => [.. _records.Select(r => r.Message)];

    /// <summary>What was logged as a warning.</summary>
    public IReadOnlyList<string> Warnings => [.. _records.Where(r => r.Level == LogLevel.Warning).Select(r => r.Message)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _records.Enqueue((logLevel, exception, formatter(state, exception)));

    public void Dispose()
    {
    }
}
