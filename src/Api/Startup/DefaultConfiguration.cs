using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Fovea.Api.Startup;

/// <summary>Settings of the framework that differ from its own defaults; every other source of configuration wins over them.</summary>
internal static class DefaultConfiguration
{
    private const string Time = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void AddDefaults(this ConfigurationManager configuration)
    {
        // In the formatters for people the time is followed by the message.
        bool json = configuration["Logging:Console:FormatterName"]?.Equals(
            ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase) == true;
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData =
            [
                new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
                // Otherwise every call that is refused is logged twice, with its trace.
                new("Logging:LogLevel:Grpc", "Warning"),
                // The options of a formatter count only where the formatter is named.
                new("Logging:Console:FormatterName", ConsoleFormatterNames.Simple),
                new("Logging:Console:FormatterOptions:UseUtcTimestamp", "true"),
                new("Logging:Console:FormatterOptions:TimestampFormat", json ? Time : $"{Time} "),
                new("Logging:Console:FormatterOptions:SingleLine", "true"),
            ],
        });
    }
}
