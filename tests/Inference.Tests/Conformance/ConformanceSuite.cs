using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>
/// Where the cases of the ONNX backend suite are: in the folder that <c>FOVEA_ONNX_TESTS</c> names (a checkout of onnx/onnx, or any folder
/// of cases), else in the test data.
/// </summary>
internal static class ConformanceSuite
{
    private const string InCheckout = "onnx/backend/test/data";

    /// <summary>The folder; null if there is none.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The folders of all cases, relative to the root.</summary>
    public static IReadOnlyList<string> Cases { get; } = Root is null
        ? []
        :
        [
            .. Directory.EnumerateFiles(Root, "model.onnx", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("FOVEA_ONNX_TESTS") is not { Length: > 0 } given)
            return TestData.Exists("conformance") ? TestData.Find("conformance") : null;
        if (!Directory.Exists(given))
            throw new DirectoryNotFoundException($"FOVEA_ONNX_TESTS names '{given}', which is no folder.");
        string inner = Path.Combine(given, InCheckout);
        return Directory.Exists(inner) ? inner : given;
    }
}
