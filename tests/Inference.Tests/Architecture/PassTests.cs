using Fovea.Inference.Optimization;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Tests.Architecture;

/// <summary>Passes and steps: every one is listed and tested where one looks for it.</summary>
public sealed class PassTests
{
    [Fact]
    public void Every_pass_has_its_tests()
    {
        string[] missing = [.. Untested().Select(pass => $"{pass}Tests")];
        Assert.True(missing.Length == 0, $"tests/Inference.Tests/Optimization lacks the classes {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Every_pass_is_in_the_pipeline_once()
    {
        string[] classes = [.. Concrete(typeof(GraphPass)).Select(type => type.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(classes, PassPipeline.Passes.Select(pass => pass.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_step_is_sealed_and_lies_with_the_steps()
    {
        IReadOnlyDictionary<Type, string> folders = SourceFolders.Of(typeof(Step).Assembly, "src/Inference");
        string[] steps = [.. Concrete(typeof(Step)).Where(step => !step.IsSealed || folders[step] != "Steps").Select(step => step.Name)];
        Assert.Empty(steps);
    }

    private static IEnumerable<string> Untested() => PassPipeline.Passes.Select(pass => pass.GetType().Name)
        .Where(name => typeof(PassTests).Assembly.GetType($"Fovea.Inference.Tests.Optimization.{name}Tests") is null);

    private static IEnumerable<Type> Concrete(Type parent) =>
        parent.Assembly.GetTypes().Where(type => type.IsSubclassOf(parent) && !type.IsAbstract);
}
