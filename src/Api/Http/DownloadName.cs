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
    public static string Npy(string model, string layer)
    {
        string name = Others().Replace($"{model}-{layer}", "-").Trim('-', '.');
        return $"{(name.Length > Longest ? name[..Longest] : name)}.npy";
    }

    [GeneratedRegex(@"[^\p{L}\p{Nd}._+@]+")]
    private static partial Regex Others();
}
