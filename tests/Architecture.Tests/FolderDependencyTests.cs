namespace Fovea.Architecture.Tests;

/// <summary>Folders of a project use each other in one direction only, and the files in the project's own folder are on top.</summary>
public sealed class FolderDependencyTests
{
    public static TheoryData<string> Projects() => [.. CheckedProjects.Names];

    public static TheoryData<string> ProjectsWithBench() => [.. CheckedProjects.NamesWithBench];

    [Theory]
    [MemberData(nameof(ProjectsWithBench))]
    public void No_folders_use_each_other(string project)
    {
        IReadOnlyList<string> cycles = new FolderGraph(CheckedProjects.Uses(project)).Cycles();
        Assert.True(cycles.Count == 0, $"Folders of {CheckedProjects.SourceRoot(project)} use each other:\n{string.Join('\n', cycles)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_what_lies_in_the_project_itself(string project)
    {
        IReadOnlyList<FolderUse> uses = new FolderGraph(CheckedProjects.Uses(project)).UsesOfTheRoot;
        Assert.True(uses.Count == 0, $"Folders of src/{project} use types that lie in no folder:\n{string.Join('\n', uses)}");
    }
}
