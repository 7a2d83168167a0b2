namespace Fovea.Architecture.Tests;

/// <summary>Only folders called Simd know how wide a vector is: everything else is written once, over the abstraction.</summary>
public sealed class VectorWidthTests
{
    public static TheoryData<string> Projects() => [.. CheckedProjects.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_folders_called_Simd_use_vectors_of_a_width(string project) => Assert.Empty(Outside(project));

    /// <summary>What the other test looks for is there to be found.</summary>
    [Theory]
    [InlineData("Kernels", "Simd/Simd256")]
    [InlineData("Imaging", "Simd/HorizontalPass")]
    public void Uses_are_found(string project, string user) => Assert.Contains(user, Users(project).Select(Label));

    private static IEnumerable<string> Outside(string project) =>
        Users(project).Where(type => type.Value.Split('/')[^1] != "Simd").Select(type => $"{project}: {Label(type)}");

    private static IEnumerable<KeyValuePair<Type, string>> Users(string project) => SourceFolders
        .Of(CheckedProjects.Assembly(project), CheckedProjects.SourceRoot(project)).Where(type => TypeUses.Of(type.Key).Any(IsIntrinsic));

    private static string Label(KeyValuePair<Type, string> type) => FolderUse.Label(type.Value, FolderGraph.Name(type.Key));

    private static bool IsIntrinsic(Type type) => $"{type.Namespace}.".StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal);
}
