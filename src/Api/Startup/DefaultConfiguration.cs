using Microsoft.Extensions.Configuration.Memory;

namespace Fovea.Api.Startup;

/// <summary>Settings of the framework that differ from its own defaults; every other source of configuration wins over them.</summary>
internal static class DefaultConfiguration
{
    public static void AddDefaults(this ConfigurationManager configuration) =>
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", "Warning")],
        });
}
