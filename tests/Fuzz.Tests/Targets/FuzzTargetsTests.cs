using Fovea.Fuzz.Running;
using Fovea.Fuzz.Targets;

namespace Fovea.Fuzz.Tests.Targets;

/// <summary>A little fuzzing of everything, the same at each run; <c>tools/fuzz.sh</c> does more of it.</summary>
public sealed class FuzzTargetsTests
{
    private const int Least = 10, Executions = 2000;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Names() => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutations_are_taken_or_refused_within_their_memory_and_time(string name)
    {
        InProcessResult result = InProcess.Run(
            Find(name), Least, Executions, seed: 1, Most, (input, error) => Assert.Fail($"{Convert.ToHexString(input)}\n{error}"));
        Assert.InRange(result.Executions, Least, Executions);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_go_through_the_whole_target(string name)
    {
        FuzzTarget target = Find(name);
        Assert.Contains(target.Seeds(), seed => Execution.Run(target, seed));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_are_small_and_the_same_each_time(string name)
    {
        FuzzTarget target = Find(name);
        Assert.All(target.Seeds(), seed => Assert.InRange(seed.Length, 0, 20 << 10));
        Assert.Equal(target.Seeds(), target.Seeds());
    }

    private static FuzzTarget Find(string name) => FuzzTargets.Find(name)!;
}
