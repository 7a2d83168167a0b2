namespace Fovea.Api.Tests.Support;

/// <summary>Where the repository lies, and the test data beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder in the test data; skips the calling test when it is absent.</summary>
    public static string TestData(string relative)
    {
        string data = Environment.GetEnvironmentVariable("FOVEA_TEST_DATA") is { Length: > 0 } configured
            ? configured
            : Path.GetFullPath(Path.Combine(Root, "../shared/data"));
        string path = Path.Combine(data, relative);
        Assert.SkipUnless(
            File.Exists(path) || Directory.Exists(path), $"Test data '{relative}' is absent (FOVEA_TEST_DATA or ../shared/data).");
        return path;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fovea.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no copy of the repository.");
    }
}
