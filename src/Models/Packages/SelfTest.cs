using System.Globalization;
using Fovea.Models.Errors;

namespace Fovea.Models.Packages;

/// <summary>A self-test, from a folder <c>test_data_set_N</c>: inputs, and the outputs that the model must give for them.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="InputPaths">The files <c>input_0.pb</c>, <c>input_1.pb</c>, ..., in the model's order of inputs.</param>
/// <param name="OutputPaths">The files <c>output_0.pb</c>, ..., in the model's order of outputs.</param>
public sealed record SelfTest(string Name, IReadOnlyList<string> InputPaths, IReadOnlyList<string> OutputPaths)
{
    private const string FolderPrefix = "test_data_set_";

    /// <summary>Finds the self-tests of a model, ordered by number: those of the first folder that has any.</summary>
    internal static IReadOnlyList<SelfTest> Find(ModelLocation location)
    {
        foreach (string folder in location.Folders)
        {
            SelfTest[] tests =
            [
                .. Directory.EnumerateDirectories(folder, FolderPrefix + "*").OrderBy(Number).ThenBy(path => path, StringComparer.Ordinal)
                    .Select(path => Read(location, path)),
            ];
            if (tests.Length > 0)
                return tests;
        }

        return [];
    }

    private static int Number(string folder) =>
        int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : int.MaxValue;

    private static SelfTest Read(ModelLocation location, string folder)
    {
        string display = location.DisplayName(folder);
        if (Number(folder) == int.MaxValue)
            throw new ModelPackageException(
                $"{display}: the folder's name ends in '{Path.GetFileName(folder)[FolderPrefix.Length..]}'; expected a number.");
        return new SelfTest(Path.GetFileName(folder), Tensors(location, folder, "input"), Tensors(location, folder, "output"));
    }

    private static string[] Tensors(ModelLocation location, string folder, string prefix)
    {
        string[] found = Directory.GetFiles(folder, prefix + "_*.pb");
        string[] expected =
            [.. Enumerable.Range(0, Math.Max(1, found.Length)).Select(
                i => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{prefix}_{i}.pb")))];
        foreach (string path in expected)
        {
            if (!File.Exists(path))
                throw new ModelPackageException(
                    $"{location.DisplayName(path)}: the file is missing; a test has {prefix}_0.pb and so on, without a gap.");
            if (!LinkGuard.IsInside(location.Root, path))
                throw new ModelPackageException(
                    $"{location.DisplayName(path)}: the file is a link out of the model folder, which is not followed.");
        }

        return expected;
    }
}
