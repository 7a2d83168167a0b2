using Fovea.Inference.Optimization;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Every pass is listed, and tested where one looks for it.</summary>
public sealed class PassPipelineTests
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
        IEnumerable<Type> classes = typeof(GraphPass).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(GraphPass)) && !type.IsAbstract);
        Assert.Equal(
            classes.Select(type => type.Name).Order(StringComparer.Ordinal),
            PassPipeline.Passes.Select(pass => pass.GetType().Name).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Untested() => PassPipeline.Passes.Select(pass => pass.GetType().Name)
        .Where(name => typeof(PassPipelineTests).Assembly.GetType($"Fovea.Inference.Tests.Optimization.{name}Tests") is null);
}
