namespace Fovea.Api.Options.Settings;

/// <summary>What one source of the configuration sets.</summary>
internal static class ProviderKeys
{
    /// <summary>The full names of all its values.</summary>
    public static IEnumerable<string> Of(IConfigurationProvider provider) => Below(provider, null);

    private static IEnumerable<string> Below(IConfigurationProvider provider, string? path) =>
        provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(key => path is null ? key : ConfigurationPath.Combine(path, key))
            .SelectMany(key => provider.TryGet(key, out _) ? Below(provider, key).Prepend(key) : Below(provider, key));
}
