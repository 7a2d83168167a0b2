using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Fovea.Api.Options.Settings;

/// <summary>Where the value of a setting comes from, in words.</summary>
internal static class SettingOrigin
{
    /// <summary>Prefixes that ASP.NET Core takes off the names of environment variables.</summary>
    private static readonly string[] Prefixes = ["", "ASPNETCORE_", "DOTNET_"];

    /// <summary>Such as <c> (environment variable Models__Path)</c>, with a leading space; empty where that is not known.</summary>
    public static string Of(IConfiguration configuration, string setting) =>
        Find(configuration, setting) is { } origin ? $" ({origin})" : "";

    /// <summary>Whether it is an environment variable.</summary>
    public static bool IsVariable(IConfiguration configuration, string setting) =>
        Provider(configuration, setting) is EnvironmentVariablesConfigurationProvider;

    private static IConfigurationProvider? Provider(IConfiguration configuration, string setting) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(candidate => candidate.TryGet(setting, out _));

    private static string? Find(IConfiguration configuration, string setting)
    {
        return Provider(configuration, setting) switch
        {
            CommandLineConfigurationProvider => "command line",
            EnvironmentVariablesConfigurationProvider => Variable(setting) is { } name ? $"environment variable {name}" : "environment",
            FileConfigurationProvider file => PathOf(file),
            ChainedConfigurationProvider chained => Find(chained.Configuration, setting),
            _ => null,
        };
    }

    private static string? PathOf(FileConfigurationProvider provider) =>
        provider.Source.FileProvider?.GetFileInfo(provider.Source.Path!).PhysicalPath ?? provider.Source.Path;

    private static string? Variable(string setting)
    {
        string[] names = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];
        return Prefixes
            .Select(prefix => Array.Find(names, name => (prefix + setting).Equals(
                name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(name => name is not null);
    }
}
