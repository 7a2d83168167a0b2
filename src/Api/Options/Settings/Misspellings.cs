using Fovea.Inference;

namespace Fovea.Api.Options.Settings;

/// <summary>Finds names outside the sections of a table that were probably meant to be settings of it.</summary>
internal sealed class Misspellings
{
    private const string Product = "fovea";

    /// <summary>How many letters may differ; foreign names that are nearer to a setting are unlikely.</summary>
    private const int Tolerance = 2;

    private readonly (string Name, string Letters)[] _settings;
    private readonly (string Name, string Letters)[] _sections;

    /// <param name="settings">The full names of the table.</param>
    public Misspellings(IReadOnlyList<string> settings)
    {
        _settings = [.. settings.Select(setting => (setting, Letters(setting)))];
        _sections = [.. settings.Select(setting => setting.Split(':')[0]).Distinct().Select(section => (section, Letters(section)))];
    }

    /// <summary>
    /// The setting, or the section, that a name was probably meant to be; null where it looks like somebody else's. Separators and case
    /// do not count (<c>MODELS_PATH</c>), nor does the product's name in front (<c>Fovea:Models:Path</c>).
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="hierarchical">
    /// Whether it is written as settings are (with <c>:</c>, or <c>__</c> in the environment), so that letters may differ too.
    /// </param>
    public string? Find(string name, bool hierarchical)
    {
        string letters = Letters(name);
        if (letters.StartsWith(Product, StringComparison.Ordinal))
            (letters, hierarchical) = (letters[Product.Length..], true);
        if (Array.Find(_settings, setting => setting.Letters == letters).Name is { } same)
            return same;
        if (!hierarchical)
            return null;
        string section = Letters(name.Split(':')[0]);
        return Nearest(_settings, letters, Tolerance) ?? Nearest(_sections, section, 1);
    }

    private static string? Nearest((string Name, string Letters)[] names, string letters, int tolerance) => names
        .Select(known => (known.Name, Distance: NearestNames.Distance(known.Letters, letters)))
        .Where(candidate => candidate.Distance <= tolerance)
        .OrderBy(candidate => candidate.Distance)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    private static string Letters(string name) =>
        string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
