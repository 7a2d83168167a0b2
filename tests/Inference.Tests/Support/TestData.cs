using Fovea.Tests.Support.Skips;

namespace Fovea.Inference.Tests.Support;

/// <summary>Finds the test data: beside the repository at <c>../shared/data</c>, or where <c>FOVEA_TEST_DATA</c> says.</summary>
internal static class TestData
{
    /// <summary>The folder that holds Fovea.slnx.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    private static string Root { get; } =
        Environment.GetEnvironmentVariable("FOVEA_TEST_DATA") ?? Path.Combine(RepositoryRoot, "..", "shared", "data");

    /// <summary>Whether the file or folder is there.</summary>
    public static bool Exists(string relative) => Path.Exists(Path.Combine(Root, relative));

    /// <summary>The path of a file or folder of the test data; the running test is skipped where it is absent.</summary>
    public static string Find(string relative)
    {
        Assert.SkipUnless(Directory.Exists(Root), SkipGroup.NoTestData);
        string path = Path.Combine(Root, relative);
        Assert.SkipUnless(Path.Exists(path), $"The test data has no '{relative}'.");
        return path;
    }

    private static string FindRepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fovea.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Fovea.slnx.");
    }
}
