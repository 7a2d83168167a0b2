using System.Xml.Linq;
using Fovea.Tests.Support;

namespace Fovea.Architecture.Tests;

/// <summary>
/// Which project knows which, and which libraries: Inference over Kernels, Models over Inference and Imaging, Api on top.
/// </summary>
public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("Kernels")]
    [InlineData("Imaging")]
    [InlineData("Inference", "Kernels")]
    [InlineData("Models", "Imaging", "Inference")]
    [InlineData("Api", "Models")]
    public void A_project_refers_to_those_right_below_it(string project, params string[] below)
    {
        IEnumerable<string> references = Project(project).Descendants("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value)["Fovea.".Length..]);
        Assert.Equal(below, references.Order(StringComparer.Ordinal));
    }

    /// <summary>Public types of the kernels have the engine's namespace: whoever uses the engine need not know the kernels.</summary>
    [Theory]
    [InlineData("Kernels")]
    [InlineData("Imaging")]
    [InlineData("Inference", "Fovea.Kernels", "Fovea.Inference")]
    [InlineData("Models", "Fovea.Imaging", "Fovea.Inference")]
    [InlineData("Api", "Fovea.Imaging", "Fovea.Inference", "Fovea.Models")]
    public void A_project_uses_types_of_those_below_it(string project, params string[] known)
    {
        string[] foreign = [.. CheckedProjects.Assembly(project).GetTypes().Where(type => !type.IsNested)
            .SelectMany(type => TypeUses.Of(type).Where(used => IsOurs(used) && used.Assembly != type.Assembly && !IsIn(used, known))
                .Select(used => $"{type} uses {used}"))];
        Assert.Empty(foreign);
    }

    /// <summary>The libraries of other people, besides the platform's own.</summary>
    [Theory]
    [InlineData("Kernels")]
    [InlineData("Imaging", "SkiaSharp")]
    [InlineData("Inference", "Google.Protobuf")]
    [InlineData("Models", "SkiaSharp", "YamlDotNet")]
    public void Only_the_api_knows_aspnet_and_the_others_know_few_libraries(string project, params string[] libraries)
    {
        IEnumerable<string> known = CheckedProjects.Assembly(project).GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Fovea.", StringComparison.Ordinal));
        Assert.Equal(libraries, known.Order(StringComparer.Ordinal));
        Assert.Equal("Microsoft.NET.Sdk", Project(project).Attribute("Sdk")!.Value);
        Assert.Empty(Project(project).Descendants("FrameworkReference"));
    }

    [Theory]
    [InlineData("Kernels")]
    [InlineData("Imaging")]
    [InlineData("Inference")]
    public void What_computes_knows_no_http(string project) => Assert.DoesNotContain(
        CheckedProjects.Assembly(project).GetReferencedAssemblies(),
        assembly => assembly.Name!.StartsWith("System.Net", StringComparison.Ordinal));

    [Fact]
    public void The_projects_are_those_of_the_source_folder() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(SourceFiles.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)["Fovea.".Length..]).Order(StringComparer.Ordinal),
        CheckedProjects.Names.Order(StringComparer.Ordinal));

    private static XElement Project(string project) => XElement.Parse(SourceFiles.Read($"src/{project}/Fovea.{project}.csproj"));

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Fovea.", StringComparison.Ordinal);

    private static bool IsIn(Type type, string[] namespaces) =>
        namespaces.Any(known => $"{type.Namespace}.".StartsWith($"{known}.", StringComparison.Ordinal));
}
