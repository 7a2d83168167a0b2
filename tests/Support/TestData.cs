using Fovea.Tests.Support.Skips;

namespace Fovea.Tests.Support;

/// <summary>The folder of test data that lies outside the repository; tests that need it are skipped where it is absent.</summary>
internal static class TestData
{
    private static readonly string? Root = Find();

    /// <summary>The full path of a file or folder in the test data; skips the calling test when it is absent.</summary>
    public static string Path(string relative)
    {
        Assert.SkipUnless(Directory.Exists(Root), SkipGroup.NoTestData);
        string path = System.IO.Path.Combine(Root!, relative);
        Assert.SkipUnless(System.IO.Path.Exists(path), $"The test data has no '{relative}'.");
        return path;
    }

    public static byte[] Read(string relative) => File.ReadAllBytes(Path(relative));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FOVEA_TEST_DATA") is { Length: > 0 } configured)
            return configured;
        return Checkout.Root is { } root ? System.IO.Path.GetFullPath(System.IO.Path.Combine(root, "../shared/data")) : null;
    }
}
