using System.Text.RegularExpressions;

namespace Fovea.Api.Http;

/// <summary>The names under which answers are saved.</summary>
internal static partial class DownloadName
{
    private const int Longest = 120;

    /// <summary>
    /// The name of a layer's numbers, such as <c>digits-relu1.npy</c>. What is no letter, digit, <c>.</c>, <c>_</c>, <c>+</c> or <c>@</c>
    /// becomes a hyphen: names of layers often have slashes, and none is valid in the names of files everywhere.
    /// </summary>
    public static string Npy(string model, string layer) => $"{Plain($"{model}-{layer}")}.npy";

    /// <summary>The name of an archive of a model's layers; only ASCII, since it stands in a header.</summary>
    public static string Zip(string model) => $"{new string([.. Plain(model).Where(char.IsAscii)])}-layers.zip";

    /// <summary>The name of a layer's numbers in an archive, unlike those before.</summary>
    public static string Entry(string layer, HashSet<string> names)
    {
        string plain = Plain(layer), name = plain;
        for (int i = 2; !names.Add(name); i++)
            name = $"{plain}-{i}";
        return $"{name}.npy";
    }

    private static string Plain(string text)
    {
        string name = Others().Replace(text, "-").Trim('-', '.');
        return name.Length > Longest ? name[..Longest] : name;
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}._+@]+")]
    private static partial Regex Others();
}
