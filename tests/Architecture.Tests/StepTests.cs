using Fovea.Inference.Steps;

namespace Fovea.Architecture.Tests;

/// <summary>Steps are kernels bound to memory: they lie in one folder, where neither graphs nor operators are known.</summary>
public sealed class StepTests
{
    [Fact]
    public void Every_step_is_sealed_and_lies_with_the_steps()
    {
        IReadOnlyDictionary<Type, string> folders = SourceFolders.Of(typeof(Step).Assembly, "src/Inference");
        IEnumerable<Type> steps = typeof(Step).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Step)) && !type.IsAbstract);
        Assert.Empty(steps.Where(step => !step.IsSealed || folders[step] != "Steps").Select(step => step.Name));
    }
}
