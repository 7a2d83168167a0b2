namespace Fovea.Tests.Support;

/// <summary>The working copy that the tests run from.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds Fovea.slnx; null where the tests were copied elsewhere.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fovea.slnx")))
                return folder.FullName;
        }

        return null;
    }
}
