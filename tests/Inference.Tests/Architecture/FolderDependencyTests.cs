namespace Fovea.Inference.Tests.Architecture;

/// <summary>Folders of a project use each other in one direction only, and the files in the project's own folder are on top.</summary>
public sealed class FolderDependencyTests
{
    /// <summary>Uses that are still to be removed: nothing is added here.</summary>
    private static readonly HashSet<string> StillThere =
    [
        "Kernels: Convolution/DenseConvolution uses KernelSet",
        "Kernels: Convolution/DenseConvolution uses Partition",
        "Kernels: Layout/StridedCopy uses Partition",
        "Kernels: Winograd/WinogradProduct uses KernelSet",
        "Inference: Operators/Cast uses Onnx/TensorReader",
    ];

    public static TheoryData<string> Projects() => [.. CheckedProjects.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_use_each_other(string project)
    {
        IReadOnlyList<string> cycles = new FolderGraph(Uses(project)).Cycles();
        Assert.True(cycles.Count == 0, $"Folders of src/{project} use each other:\n{string.Join('\n', cycles)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_what_lies_in_the_project_itself(string project)
    {
        IReadOnlyList<FolderUse> uses = new FolderGraph(Uses(project)).UsesOfTheRoot;
        Assert.True(uses.Count == 0, $"Folders of src/{project} use types that lie in no folder:\n{string.Join('\n', uses)}");
    }

    [Fact]
    public void What_is_still_there_is_there()
    {
        string[] gone = [.. StillThere.Except(CheckedProjects.Names.SelectMany(All))];
        Assert.True(gone.Length == 0, $"These uses are gone; remove them from the list {nameof(StillThere)}:\n{string.Join('\n', gone)}");
    }

    private static IEnumerable<string> All(string project) => CheckedProjects.Uses(project).Select(use => $"{project}: {use}");

    private static IEnumerable<FolderUse> Uses(string project) =>
        CheckedProjects.Uses(project).Where(use => !StillThere.Contains($"{project}: {use}"));
}
