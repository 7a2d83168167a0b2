namespace Fovea.Api.Startup;

/// <summary>
/// Keeps callers and files from filling the log. Kestrel logs as an error, with its trace, that the rest of a body could not be read since
/// a trailer has a zero character, and as critical that a connection of HTTP/2 was closed because it gave up streams faster than it took
/// the answers. What a caller did wrong is answered to the caller, and is logged for debugging only. A filter of the configuration cannot
/// do it, since it knows categories and not events. Exceptions of ours, and those inside them, quote files: their messages are cut.
/// </summary>
internal sealed class RequestFaultLogging(LoggerFactory factory) : ILoggerFactory
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    // KestrelTrace's RequestBodyDrainBodyReaderInvalidState.
    private const int BodyNotDrained = 67;

    private const string Http2 = $"{Kestrel}.Http2";

    // KestrelTrace's Http2QueueOperationsExceeded.
    private const int QueueExceeded = 60;

    public ILogger CreateLogger(string categoryName)
    {
        ILogger logger = factory.CreateLogger(categoryName);
        return categoryName switch
        {
            Kestrel => new BoundedLogger(logger, BodyNotDrained),
            Http2 => new BoundedLogger(logger, QueueExceeded),
            _ when categoryName.StartsWith(nameof(Fovea), StringComparison.Ordinal) => new BoundedLogger(logger, null),
            _ => logger,
        };
    }

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    public void Dispose() => factory.Dispose();

    /// <param name="logger">Where it is logged.</param>
    /// <param name="callersFault">The event that is a caller's fault.</param>
    private sealed class BoundedLogger(ILogger logger, int? callersFault) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(
                eventId.Id == callersFault ? LogLevel.Debug : logLevel, eventId, state,
                exception is null ? null : ShownException.Of(exception), formatter);
    }
}
