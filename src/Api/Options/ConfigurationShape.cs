namespace Fovea.Api.Options.Validation;

/// <summary>The shape of a section: settings with one value each. What lies elsewhere would be skipped without a word when the section is bound.</summary>
internal static class ConfigurationShape
{
    /// <summary>Settings that are sections themselves.</summary>
    private static readonly string[] Nested = ["Batching:Weights"];

    /// <exception cref="InvalidConfigurationException">The section has a value, or a setting has more than one.</exception>
    public static void Check(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
            throw new InvalidConfigurationException($"The setting '{section.Path}' does not exist; '{section.Path}' is a section, and its settings are '{section.Path}:NAME'.");
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            if (Nested.Contains(setting.Path, StringComparer.OrdinalIgnoreCase))
                Check(setting);
            else if (setting.GetChildren().FirstOrDefault() is { } below)
                throw new InvalidConfigurationException($"The setting '{below.Path}' does not exist; expected is one value, of '{setting.Path}'.");
        }
    }
}
