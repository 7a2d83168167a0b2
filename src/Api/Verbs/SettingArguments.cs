using Fovea.Api.Options;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Verbs;

/// <summary>
/// A command line divided into settings, which ASP.NET Core reads (<c>--Models:Path x</c>, <c>--Models:Path=x</c>,
/// <c>/Models:Path=x</c>, <c>--urls x</c>), and the rest: verbs and their options.
/// </summary>
internal sealed record SettingArguments
{
    /// <summary>The settings: <c>--NAME=VALUE</c> each.</summary>
    public required string[] Settings { get; init; }

    /// <summary>The rest, in its order.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Settings that have no value.</summary>
    public required IReadOnlyList<string> WithoutValue { get; init; }

    /// <summary>
    /// Divides a command line. A setting is what has the form of one (a name with a colon), whether it exists or not, and the names of
    /// the host's own settings.
    /// </summary>
    public static SettingArguments Split(IReadOnlyList<string> arguments)
    {
        var settings = new List<string>();
        var others = new List<string>();
        var withoutValue = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (IsEmptySection(argument))
                continue;
            if (Name(argument) is not { } name)
            {
                others.Add(argument);
                continue;
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
                settings.Add($"--{name}={argument[(equals + 1)..]}");
            else if (i + 1 < arguments.Count && !IsOption(arguments[i + 1]))
                settings.Add($"--{name}={arguments[++i]}");
            else
                withoutValue.Add(argument);
        }

        return new SettingArguments { Settings = [.. settings], Others = others, WithoutValue = withoutValue };
    }

    /// <summary>The name of the setting that an argument sets, or null.</summary>
    private static string? Name(string argument)
    {
        string before = argument.Split('=')[0];
        if (before.StartsWith("--", StringComparison.Ordinal))
            return HasForm(before[2..]) ? before[2..] : null;
        if (before.StartsWith('/'))
            return HasForm(before[1..]) && !before[1..].Contains('/', StringComparison.Ordinal) ? before[1..] : null;
        return before.Length < argument.Length && (HostSettings.Has(before) || ServerOptions.Has(before)) ? before : null;
    }

    /// <summary>Whether an argument is an option and no value of the setting before it.</summary>
    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal) || argument is "-h" or "-?";

    /// <summary>Whether an argument names a section and gives it no value, as a host does that passes its settings on.</summary>
    private static bool IsEmptySection(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.EndsWith('=') && ServerOptions.HasSection(argument[2..^1]);

    private static bool HasForm(string name) => name.Contains(':', StringComparison.Ordinal) || HostSettings.Has(name);
}
