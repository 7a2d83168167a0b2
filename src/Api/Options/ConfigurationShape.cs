namespace Fovea.Api.Options;

/// <summary>The shape of a section: settings with one value each. The binder would skip a value elsewhere without an error.</summary>
internal static class ConfigurationShape
{
    /// <summary>Settings that are sections themselves.</summary>
    private static readonly string[] Nested = ["Batching:Weights"];

    /// <exception cref="InvalidConfigurationException">The section has a value, or a setting has more than one.</exception>
    public static void Check(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
            throw Wrong(section.Path, $"it is a section, and its settings are '{section.Path}:NAME'");
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            if (Nested.Contains(setting.Path, StringComparer.OrdinalIgnoreCase))
                Check(setting);
            else if (setting.GetChildren().FirstOrDefault() is { } below)
                throw Wrong(below.Path, $"expected one value, of '{setting.Path}'");
        }
    }

    private static InvalidConfigurationException Wrong(string setting, string expected) =>
        new($"The setting '{setting}' does not exist; {expected}.");
}
