namespace Fovea.Api.Verbs;

/// <summary>The command line behind <c>pull</c>.</summary>
internal sealed record PullArguments
{
    public const string Usage = """
        pull NAME                                   fetch a network of the catalogue
        pull URL [--name NAME] [--sha256 HEX]       fetch any ONNX file
        pull --list                                 show the catalogue
        --force replaces a model that is there; settings such as --Models:Path may follow.
        """;

    /// <summary>A name of the catalogue, or an address.</summary>
    public string? Source { get; private init; }

    public string? Name { get; private init; }

    public string? Sha256 { get; private init; }

    public bool Force { get; private init; }

    public bool List { get; private init; }

    /// <summary>What is left for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>Reads the arguments; null and a sentence about what is wrong where they cannot be understood.</summary>
    public static PullArguments? Parse(IReadOnlyList<string> arguments, out string? error)
    {
        var parsed = new PullArguments();
        var settings = new List<string>();
        error = null;
        for (int i = 0; i < arguments.Count && error is null; i++)
        {
            string argument = arguments[i];
            string option = argument.Split('=')[0];
            string? value = argument.Contains('=', StringComparison.Ordinal) ? argument[(option.Length + 1)..] : null;
            if (argument is "--list")
                parsed = parsed with { List = true };
            else if (argument is "--force")
                parsed = parsed with { Force = true };
            else if (!argument.StartsWith('-'))
                (parsed, error) = parsed.Source is null
                    ? (parsed with { Source = argument }, null)
                    : (parsed, $"'{argument}' is one source too many; there is '{parsed.Source}' already.");
            else if ((value ??= i + 1 < arguments.Count ? arguments[++i] : null) is null)
                error = $"{option} needs a value.";
            else if (option is "--name")
                parsed = parsed with { Name = value };
            else if (option is "--sha256")
                (parsed, error) = IsHash(value!)
                    ? (parsed with { Sha256 = value!.ToLowerInvariant() }, null)
                    : (parsed, $"--sha256 is '{value}'; expected 64 hexadecimal digits.");
            else
                settings.Add($"{option}={value}");
        }

        if (error is null && parsed.Source is null && !parsed.List)
            error = "pull needs the name of a network or the address of an ONNX file.";
        return error is null ? parsed with { Settings = settings } : null;
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}
