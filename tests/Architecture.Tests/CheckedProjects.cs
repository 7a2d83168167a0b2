using System.Collections.Concurrent;
using System.Reflection;

namespace Fovea.Architecture.Tests;

/// <summary>The projects whose folders must not use each other; the tests' program refers to them.</summary>
internal static class CheckedProjects
{
    private const string Bench = "Bench";

    private static readonly ConcurrentDictionary<string, IReadOnlyList<FolderUse>> Found = new();

    /// <summary>The names of their folders in <c>src</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Kernels", "Inference", "Imaging", "Models", "Api"];

    /// <summary>The same, and the benchmarks, which have folders too.</summary>
    public static IReadOnlyList<string> NamesWithBench { get; } = [.. Names, Bench];

    public static string SourceRoot(string project) => project == Bench ? "bench" : $"src/{project}";

    public static Assembly Assembly(string project) => System.Reflection.Assembly.Load($"Fovea.{project}");

    public static IReadOnlyList<FolderUse> Uses(string project) =>
        Found.GetOrAdd(project, static name => FolderGraph.Uses(Assembly(name), SourceRoot(name)));
}
