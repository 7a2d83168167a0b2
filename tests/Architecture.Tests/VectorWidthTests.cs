namespace Fovea.Architecture.Tests;

/// <summary>Only folders called Simd know how wide a vector is: everything else is written once, over the abstraction.</summary>
public sealed class VectorWidthTests
{
    public static TheoryData<string> Projects() => [.. CheckedProjects.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_folders_called_Simd_use_vectors_of_a_width(string project) => Assert.Empty(Outside(project));

    private static IEnumerable<string> Outside(string project) => SourceFolders
        .Of(CheckedProjects.Assembly(project), CheckedProjects.SourceRoot(project))
        .Where(type => type.Value.Split('/')[^1] != "Simd" && TypeUses.Of(type.Key).Any(IsIntrinsic))
        .Select(type => $"{project}: {FolderUse.Label(type.Value, FolderGraph.Name(type.Key))}");

    private static bool IsIntrinsic(Type type) => $"{type.Namespace}.".StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal);
}
