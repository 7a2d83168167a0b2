using System.Text;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Files;

namespace Fovea.Models.Packages.Settings;

/// <summary>Reads <c>labels.txt</c>: one label per line, in the order of the classes.</summary>
internal static class LabelsFile
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>Reads the labels.</summary>
    /// <exception cref="ModelPackageException">
    /// The file is empty, has an empty line before a label, is not UTF-8 or is too large.
    /// </exception>
    public static Description Read(FoundFile file) => new()
    {
        Labels = new Sourced<IReadOnlyList<string>>(Read(file.Path, file.DisplayName), file.Name),
    };

    /// <summary>Reads the labels; spaces around them and empty lines at the end are removed.</summary>
    /// <exception cref="ModelPackageException">
    /// The file is empty, has an empty line before a label, is not UTF-8 or is too large.
    /// </exception>
    public static IReadOnlyList<string> Read(string path, string displayName)
    {
        string text;
        try
        {
            text = PackageFile.ReadText(path, displayName, PackageFile.LongestLabels, strict: true);
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelPackageException($"{displayName}: the file is not UTF-8 text; expected one label per line.", error);
        }

        string[] labels = [.. text.Split(LineEnds, StringSplitOptions.None).Select(line => line.Trim())];
        labels = labels[..(Array.FindLastIndex(labels, label => label.Length > 0) + 1)];
        if (labels.Length == 0)
            throw new ModelPackageException($"{displayName}: the file is empty; expected one label per line.");
        int empty = Array.IndexOf(labels, "");
        if (empty >= 0)
            throw new ModelPackageException(
                $"{displayName}: line {empty + 1} is empty; expected a label, since the line's number is the class.");
        return labels;
    }
}
