using Fovea.Tests.Support.Skips;

namespace Fovea.Api.Tests.Support;

/// <summary>Where the repository lies, and the test data beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the test data, which need not exist.</summary>
    public static string Data { get; } = Environment.GetEnvironmentVariable("FOVEA_TEST_DATA") is { Length: > 0 } configured
        ? configured
        : Path.GetFullPath(Path.Combine(Root, "../shared/data"));

    /// <summary>The full path of a file or folder in the test data; skips the calling test when it is absent.</summary>
    public static string TestData(string relative)
    {
        Assert.SkipUnless(Directory.Exists(Data), SkipGroup.NoTestData);
        string path = Path.Combine(Data, relative);
        Assert.SkipUnless(Path.Exists(path), $"The test data has no '{relative}'.");
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
