using System.Reflection;

namespace Fovea.Architecture.Tests;

/// <summary>
/// Kernels are fast at their first call, in every program: each method with a loop is marked <c>[MethodImpl(Loop.OptimizedAtOnce)]</c>.
/// </summary>
public sealed class LoopTests
{
    /// <summary>Types whose loops run over dimensions or candidates, a few times per layer, while a plan is compiled.</summary>
    private static readonly string[] Planning =
    [
        "ChannelSlices", "PlaneCopy", "ProcessorTable", "SecondLevelCache", "StridedLoop", "WinogradChoice", "WinogradPoints",
    ];

    [Fact]
    public void Loops_of_kernels_are_optimised_at_their_first_call() => Assert.Empty(Loops
        .Where(method => !method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization))
        .Where(method => !Planning.Contains(Outermost(method.DeclaringType!).Name))
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name} has a loop and lacks [MethodImpl(Loop.OptimizedAtOnce)]."));

    [Fact]
    public void Planning_types_have_loops() =>
        Assert.Equal(Planning, Loops.Select(method => Outermost(method.DeclaringType!).Name).Distinct().Intersect(Planning).Order());

    private static IEnumerable<MethodBase> Loops => CheckedProjects.Assembly("Kernels").GetTypes()
        .SelectMany(type => type.GetMembers(TypeUses.All)).OfType<MethodBase>()
        .Where(method => method.GetMethodBody()?.GetILAsByteArray() is { } body && Instructions.HasLoop(body));

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
