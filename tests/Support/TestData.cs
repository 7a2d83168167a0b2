namespace Fovea.Tests.Support;

/// <summary>The folder of test data that lies outside the repository; tests that need it are skipped where it is absent.</summary>
internal static class TestData
{
    private static readonly string? Root = Find();

    /// <summary>The full path of a file or folder in the test data; skips the calling test when it is absent.</summary>
    public static string Path(string relative)
    {
        string? path = Root is null ? null : System.IO.Path.Combine(Root, relative);
        Assert.SkipUnless(
            File.Exists(path) || Directory.Exists(path), $"Test data '{relative}' is absent (FOVEA_TEST_DATA or ../shared/data).");
        return path!;
    }

    public static byte[] Read(string relative) => File.ReadAllBytes(Path(relative));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FOVEA_TEST_DATA") is { Length: > 0 } configured)
            return configured;
        return Checkout.Root is { } root ? System.IO.Path.GetFullPath(System.IO.Path.Combine(root, "../shared/data")) : null;
    }
}
