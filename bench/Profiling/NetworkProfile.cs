using System.Diagnostics;
using Fovea.Bench.Gradients;
using Fovea.Bench.Models;
using Fovea.Bench.Roofline;
using Fovea.Bench.Statistics;
using Fovea.Inference;
using Fovea.Inference.Steps;

namespace Fovea.Bench.Profiling;

/// <summary>The steps of one network's plan with their times.</summary>
internal sealed record NetworkProfile(string Network, long ArenaBytes, IReadOnlyList<StepProfile> Steps)
{
    public double Seconds => Steps.Sum(s => s.Seconds);

    /// <summary>
    /// Warms a network up until the JIT has recompiled hot methods, then measures it; null if the model has another fixed batch size.
    /// </summary>
    public static NetworkProfile? Measure(string path, InferenceEngine engine, ProfileOptions options, Roofs roofs)
    {
        BenchModel model = BenchModel.Read(path);
        using InferenceModel loaded = engine.Load(model.Bytes, model.Name);
        if (BenchModel.Shapes(loaded, options.Batch) is not IReadOnlyList<Shape> shapes)
            return null;
        CompiledPlan plan = options.Gradient ? GradientPlan.Compile(loaded, shapes) : loaded.Compile(shapes);
        Tensor[] inputs = BenchModel.Inputs([.. plan.Inputs.Select(input => input.Shape)]);
        double[] seconds = StepSeconds(plan, inputs, options);
        return new NetworkProfile(
            model.Name, plan.ArenaBytes, [.. Leaves(plan).Select((leaf, i) => new StepProfile(leaf.Step, leaf.Times, seconds[i], roofs))]);
    }

    private static IEnumerable<(Step Step, int Times)> Leaves(CompiledPlan plan) =>
        plan.Steps.SelectMany(step => step is SegmentStep segment ? segment.Steps.Select(inner => (inner, segment.Chunks)) : [(step, 1)]);

    /// <summary>The median time of each step.</summary>
    private static double[] StepSeconds(CompiledPlan plan, Tensor[] inputs, ProfileOptions options)
    {
        Tensor[] outputs = [.. plan.Outputs.Select(o => new Tensor(o.ElementType, o.Shape))];
        long start = Stopwatch.GetTimestamp();
        do
            plan.Run(inputs, outputs, new long[plan.LeafSteps.Count]);
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < options.WarmUpMilliseconds);
        long[][] ticks = [.. Enumerable.Range(0, options.Runs).Select(_ => new long[plan.LeafSteps.Count])];
        foreach (long[] run in ticks)
            plan.Run(inputs, outputs, run);
        return [.. Enumerable.Range(0, plan.LeafSteps.Count).Select(
            i => Summary.Median(ticks.Select(run => (double)run[i])) / Stopwatch.Frequency)];
    }
}
