using System.Text.RegularExpressions;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Tests.Support;

namespace Fovea.Architecture.Tests;

/// <summary>What the house looks like: sizes, names, and who may know what.</summary>
public sealed partial class SourceTreeTests
{
    private const int LongestFile = 400;

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
            if (declared.Success && declared.Groups[1].Value != ExpectedNamespace(path) && !MayLiveInTheProjectsNamespace(path, declared.Groups[1].Value))
                wrong.Add($"{path}: {declared.Groups[1].Value}, expected {ExpectedNamespace(path)}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_Simd_and_imaging_name_vector_widths() => Assert.DoesNotContain(
        SourceFiles.Below("src").Where(path => !MayUseIntrinsics(path)),
        path => SourceFiles.Read(path).Contains("System.Runtime.Intrinsics", StringComparison.Ordinal));

    [Fact]
    public void Inference_knows_neither_images_nor_http()
    {
        string[] known = [.. typeof(InferenceEngine).Assembly.GetReferencedAssemblies().Select(a => a.Name!)];
        Assert.DoesNotContain(known, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name.StartsWith("SkiaSharp", StringComparison.Ordinal)
            || (name.StartsWith("Fovea.", StringComparison.Ordinal) && name != "Fovea.Kernels")
            || name.StartsWith("System.Net.Http", StringComparison.Ordinal));
    }

    [Fact]
    public void Kernels_know_pointers_and_nothing_of_the_house()
    {
        string[] known = [.. typeof(KernelSet).Assembly.GetReferencedAssemblies().Select(a => a.Name!)];
        Assert.DoesNotContain(known, name => !name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_know_no_http_and_the_api_knows_no_kernels()
    {
        Assert.DoesNotContain(SourceFiles.Below("src/Models"), path => SourceFiles.Read(path).Contains("Microsoft.AspNetCore", StringComparison.Ordinal));
        Assert.DoesNotContain(SourceFiles.Below("src/Api"), path => SourceFiles.Read(path).Contains("Fovea.Kernels", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_left_to_do()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "#reg" + "ion"];
        string[] found = [.. Roots.SelectMany(SourceFiles.Below).Where(path => marks.Any(mark => SourceFiles.Read(path).Contains(mark, StringComparison.Ordinal)))];
        Assert.Empty(found);
    }

    private static string ExpectedNamespace(string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            ["bench", "baseline", .. string[] folders, _] => string.Join('.', ["Fovea.Baseline", .. folders]),
            ["bench", .. string[] folders, _] => string.Join('.', ["Fovea.Bench", .. folders]),
            ["tests", "Support", _] => "Fovea.Tests.Support",
            [_, string project, .. string[] folders, _] => string.Join('.', [$"Fovea.{project}", .. folders]),
            _ => throw new ArgumentException($"'{path}' lies in no project.", nameof(path)),
        };
    }

    /// <summary>A library's public face lies in the project's own namespace, whatever folder its implementation is in; the engine's users need not know the kernels.</summary>
    private static bool MayLiveInTheProjectsNamespace(string path, string declared) =>
        (path.StartsWith("src/Inference/", StringComparison.Ordinal) || path.StartsWith("src/Kernels/", StringComparison.Ordinal))
        && declared == "Fovea.Inference" && PublicType().IsMatch(SourceFiles.Read(path));

    /// <summary>Imaging works on bytes, where the abstraction over floats has no word.</summary>
    private static bool MayUseIntrinsics(string path) => path.Contains("/Simd/", StringComparison.Ordinal) || path.StartsWith("src/Models/", StringComparison.Ordinal);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^public ", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
