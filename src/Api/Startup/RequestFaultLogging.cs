namespace Fovea.Api.Startup;

/// <summary>
/// Keeps a caller from filling the log: Kestrel logs as an error, with its trace, that the rest of a body could not be read because a
/// trailer has a zero character. What a caller did wrong is answered to the caller, and is logged for debugging only. A filter of the
/// configuration cannot do it, since it knows categories and not events.
/// </summary>
internal sealed class RequestFaultLogging(LoggerFactory factory) : ILoggerFactory
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    // KestrelTrace's RequestBodyDrainBodyReaderInvalidState.
    private const int BodyNotDrained = 67;

    public ILogger CreateLogger(string categoryName)
    {
        ILogger logger = factory.CreateLogger(categoryName);
        return categoryName == Kestrel ? new KestrelLogger(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    public void Dispose() => factory.Dispose();

    private sealed class KestrelLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logger.Log(eventId.Id == BodyNotDrained ? LogLevel.Debug : logLevel, eventId, state, exception, formatter);
    }
}
