using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Microsoft.Extensions.Configuration.Json;

namespace Fovea.Api.Startup;

/// <summary>
/// Names in a log what was probably meant to be a setting: variables of the environment, and names at the top of a file of settings.
/// </summary>
internal static class MisspeltSettings
{
    /// <summary>Variables of the framework, the runtime and the orchestrator.</summary>
    private static readonly string[] Foreign = ["ASPNETCORE_", "DOTNET_", "COMPlus_", "OTEL_", "KUBERNETES_"];

    private static readonly string[] KubernetesEnds = ["_SERVICE_HOST", "_SERVICE_PORT", "_PORT"];

    private static readonly Misspellings Misspellings = new([.. ServerOptions.Settings.Select(setting => setting.Name)]);

    public static void LogMisspeltSettings(this WebApplication app)
    {
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (OfVariable(name, (string?)variable.Value ?? "") is { } meant)
                app.Logger.LogWarning(
                    "The environment variable {Variable} has no effect. Did you mean {Expected}?", name,
                    meant.Replace(":", "__", StringComparison.Ordinal));
        }

        IEnumerable<(JsonConfigurationProvider File, string Name)> names = ((IConfigurationRoot)app.Configuration).Providers
            .OfType<JsonConfigurationProvider>().SelectMany(file => ProviderKeys.Of(file).Select(name => (file, name)));
        foreach ((JsonConfigurationProvider file, string name) in names)
        {
            if (OfFile(name) is { } meant)
                app.Logger.LogWarning("'{Name}' in {File} has no effect. Did you mean '{Setting}'?", name, file.Source.Path, meant);
        }
    }

    /// <summary>The setting that a variable was probably meant to be, or null.</summary>
    internal static string? OfVariable(string name, string value)
    {
        string setting = name.Replace("__", ":", StringComparison.Ordinal);
        if (!setting.Contains(':', StringComparison.Ordinal) && IsOurs(setting))
            return $"{setting}:NAME";
        return IsOurs(setting) || IsService(name, value)
            || Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            ? null
            : Misspellings.Find(setting, hierarchical: setting.Contains(':', StringComparison.Ordinal));
    }

    /// <summary>The setting that a name in a file was probably meant to be, or null.</summary>
    internal static string? OfFile(string name) =>
        IsOurs(name) || HostSettings.Has(name) ? null : Misspellings.Find(name, hierarchical: true);

    /// <summary>Whether a name lies in one of our sections, where what does not exist is an error.</summary>
    private static bool IsOurs(string setting) =>
        ServerOptions.Settings.Any(known => known.Name.Split(':')[0].Equals(setting.Split(':')[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is a variable that Kubernetes or Docker sets for a service, such as one called <c>grpc</c>.</summary>
    private static bool IsService(string name, string value) =>
        value.Contains("://", StringComparison.Ordinal)
        && KubernetesEnds.Any(end => name.EndsWith(end, StringComparison.Ordinal));
}
