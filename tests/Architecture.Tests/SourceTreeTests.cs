using System.Text.RegularExpressions;
using Fovea.Tests.Support;

namespace Fovea.Architecture.Tests;

/// <summary>What the house looks like: sizes, names, and nothing left to do.</summary>
public sealed partial class SourceTreeTests
{
    private const int LongestFile = 350;

    private static readonly string[] Roots = ["src", "tests", "bench"];

    /// <summary>Files that may be longer than the rest; each needs a reason.</summary>
    private static readonly HashSet<string> LongFiles = [];

    [Fact]
    public void Files_are_short()
    {
        string[] tooLong = [.. Roots.SelectMany(SourceFiles.Below)
            .Where(path => !LongFiles.Contains(path) && SourceFiles.Read(path).Count(c => c == '\n') > LongestFile)];
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        var wrong = new List<string>();
        foreach (string path in Roots.SelectMany(SourceFiles.Below))
        {
            Match declared = NamespaceDeclaration().Match(SourceFiles.Read(path));
            string found = declared.Groups[1].Value;
            string expected = ExpectedNamespace(path);
            if (declared.Success && found != expected && !MayLiveInTheProjectsNamespace(path, found))
                wrong.Add($"{path}: {found}, expected {expected}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_is_left_to_do()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "#reg" + "ion"];
        Assert.DoesNotContain(
            Roots.SelectMany(SourceFiles.Below),
            path => marks.Any(mark => SourceFiles.Read(path).Contains(mark, StringComparison.Ordinal)));
    }

    private static string ExpectedNamespace(string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            ["bench", "baseline", .. string[] folders, _] => string.Join('.', ["Fovea.Baseline", .. folders]),
            ["bench", .. string[] folders, _] => string.Join('.', ["Fovea.Bench", .. folders]),
            ["tests", "Support", .. string[] folders, _] => string.Join('.', ["Fovea.Tests.Support", .. folders]),
            [_, string project, .. string[] folders, _] => string.Join('.', [$"Fovea.{project}", .. folders]),
            _ => throw new ArgumentException($"'{path}' lies in no project.", nameof(path)),
        };
    }

    /// <summary>
    /// A library's public face lies in the project's own namespace, whatever folder its implementation is in; the engine's users need
    /// not know the kernels.
    /// </summary>
    private static bool MayLiveInTheProjectsNamespace(string path, string declared) =>
        (path.StartsWith("src/Inference/", StringComparison.Ordinal) || path.StartsWith("src/Kernels/", StringComparison.Ordinal))
        && declared == "Fovea.Inference" && PublicType().IsMatch(SourceFiles.Read(path));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
