using Fovea.Inference;
using Microsoft.Extensions.Configuration.CommandLine;

namespace Fovea.Api.Options.Settings;

/// <summary>
/// Reads a configuration by a table of settings. Everything that is wrong is said at once: values that cannot be read, names that do not
/// exist in the sections of the table, and on the command line names that exist nowhere.
/// </summary>
internal sealed class SettingsReader<TOptions>(IConfiguration configuration, IReadOnlyList<Setting<TOptions>> settings, TOptions options)
{
    private readonly List<string> _problems = [];

    /// <exception cref="InvalidConfigurationException">Something is wrong: one sentence in a line each.</exception>
    public void Read()
    {
        string[] sections = [.. settings.Select(setting => setting.Name.Split(':')[0]).Distinct()];
        foreach (string section in sections)
            Visit(configuration.GetSection(section));
        foreach (string key in CommandLineKeys().Where(key => !HostSettings.Has(key) && !sections.Contains(
            key.Split(':')[0], StringComparer.OrdinalIgnoreCase)))
            Unknown(key);
        _problems.AddRange(HostSettings.WrongAddresses(configuration));
        InvalidConfigurationException.ThrowIfAny(_problems.Distinct());
    }

    private IEnumerable<string> CommandLineKeys() => configuration is IConfigurationRoot root
        ? root.Providers.OfType<CommandLineConfigurationProvider>().SelectMany(ProviderKeys.Of)
        : [];

    private void Visit(IConfigurationSection at)
    {
        IConfigurationSection[] below = [.. at.GetChildren()];
        Setting<TOptions>? setting = settings.FirstOrDefault(known => known.Name.Equals(at.Path, StringComparison.OrdinalIgnoreCase));
        bool isSection = setting is { Keyed: true }
            || settings.Any(known => known.Name.StartsWith($"{at.Path}:", StringComparison.OrdinalIgnoreCase));
        // A variable of the machine may have the name of a section (PROXY).
        bool foreign = !at.Path.Contains(':', StringComparison.Ordinal) && SettingOrigin.IsVariable(configuration, at.Path);
        if (isSection && !string.IsNullOrEmpty(at.Value) && !foreign)
            Misplaced(at, $"'{at.Path}' is a section, and its settings are '{at.Path}:NAME'");
        if (setting is { Keyed: true })
        {
            foreach (IConfigurationSection entry in below)
                Apply(setting, entry, [.. entry.GetChildren()]);
        }
        else if (setting is not null)
        {
            Apply(setting, at, below);
        }
        else if (isSection || below.Length > 0)
        {
            foreach (IConfigurationSection child in below)
                Visit(child);
        }
        else if (at.Value is not null)
        {
            Unknown(at.Path);
        }
    }

    private void Apply(Setting<TOptions> setting, IConfigurationSection at, IConfigurationSection[] below)
    {
        if (below.Length > 0)
            Misplaced(below[0], $"'{at.Path}' takes one value");
        else if (!string.IsNullOrEmpty(at.Value) && setting.Apply(options, at.Key, at.Value) is { } expected)
            _problems.Add(WrongValue.Of(configuration, at.Path, at.Value, expected));
    }

    private void Misplaced(IConfigurationSection at, string reason) =>
        _problems.Add($"There is no setting '{at.Path}'{SettingOrigin.Of(configuration, at.Path)}: {reason}.");

    private void Unknown(string name) => _problems.Add(
        $"There is no setting '{name}'{SettingOrigin.Of(configuration, name)}." +
        NearestNames.Sentence(NearestNames.Find(name, settings.Select(setting => setting.Name).Concat(HostSettings.Names), count: 1)));
}
