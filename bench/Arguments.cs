using System.Globalization;
using Fovea.Inference;

namespace Fovea.Bench;

/// <summary>Command-line arguments: a verb, words, and <c>--name value</c> pairs.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _options = [];
    private readonly List<string> _words = [];

    /// <exception cref="ArgumentException">An option has no value.</exception>
    public Arguments(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                _words.Add(arguments[i]);
            else if (i + 1 < arguments.Count)
                _options[arguments[i][2..]] = arguments[++i];
            else
                throw new ArgumentException($"The option {arguments[i]} needs a value.");
        }
    }

    /// <summary>The first word after the verb, or null.</summary>
    public string? Subject => _words.Count > 1 ? _words[1] : null;

    public string? Text(string name) => _options.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">The option is absent.</exception>
    public string Required(string name) => Text(name) ?? throw new ArgumentException($"The option --{name} is missing.");

    public int Number(string name, int otherwise) => Text(name) is string text ? Parse(name, text) : otherwise;

    /// <summary>A whole number that may be zero.</summary>
    public int Count(string name, int otherwise) => Text(name) is not string text
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ArgumentException($"--{name} {text}: expected a whole number.");

    /// <summary>A positive number, which may have a fraction.</summary>
    public double Real(string name, double otherwise) => Text(name) is not string text
        ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value
            : throw new ArgumentException($"--{name} {text}: expected a number above 0.");

    public int[] Numbers(string name, params int[] otherwise) =>
        Text(name) is string text ? [.. text.Split(',').Select(part => Parse(name, part))] : otherwise;

    public bool Switch(string name, bool otherwise) => Text(name) is not string text
        ? otherwise
        : bool.TryParse(text, out bool value) ? value : throw new ArgumentException($"--{name} {text}: expected true or false.");

    public InstructionSet? InstructionSet(string name) => Text(name) is not string text
        ? null
        : Enum.TryParse(text, ignoreCase: true, out InstructionSet value)
            ? value
            : throw new ArgumentException($"--{name} {text}: expected one of {string.Join(", ", Enum.GetNames<InstructionSet>())}.");

    /// <summary>The name of a processor's description, as the engine writes it; null for that of this machine.</summary>
    /// <exception cref="ArgumentException">The engine has no such description.</exception>
    public string? Processor(string name) => Text(name) is not string text
        ? null
        : InferenceEngine.KnownProcessors.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"--{name} {text}: expected one of {string.Join(", ", InferenceEngine.KnownProcessors)}.");

    private static int Parse(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new ArgumentException($"--{name} {text}: expected a positive number.");
}
