using System.Diagnostics;
using System.Globalization;
using Fovea.Bench.Models;
using Fovea.Inference;
using Fovea.Inference.Planning;

namespace Fovea.Bench.Profiling;

/// <summary>Where the time of one network goes: a line per step of its plan, slowest first.</summary>
internal static class ProfileCommand
{
    private const int WarmUps = 5;

    public static int Run(Arguments arguments)
    {
        string name = arguments.Subject ?? throw new ArgumentException("Which network? profile NAME --models DIR");
        string path = BenchModel.Find(arguments.Required("models"), name).FirstOrDefault() ?? throw new ArgumentException($"--models has no {name}.onnx.");
        using var engine = new InferenceEngine(new InferenceOptions
        {
            Threads = arguments.Number("threads", 1),
            InstructionSet = arguments.InstructionSet("isa"),
        });
        BenchModel model = BenchModel.Read(path);
        using InferenceModel loaded = engine.Load(model.Bytes, model.Name);
        IReadOnlyList<Shape> shapes = BenchModel.Shapes(loaded, arguments.Number("batch", 1)) ?? throw new ArgumentException("The model fixes another batch.");
        CompiledPlan plan = loaded.Compile(shapes);
        Print(plan, Measure(plan, BenchModel.Inputs(shapes), arguments.Number("runs", 50)));
        return 0;
    }

    /// <summary>Milliseconds per step and run.</summary>
    private static double[] Measure(CompiledPlan plan, Tensor[] inputs, int runs)
    {
        Tensor[] outputs = [.. plan.Outputs.Select(o => new Tensor(o.ElementType, o.Shape))];
        for (int i = 0; i < WarmUps; i++)
            plan.Run(inputs, outputs);
        var ticks = new long[plan.LeafSteps.Count];
        for (int i = 0; i < runs; i++)
            plan.Run(inputs, outputs, ticks);
        return [.. ticks.Select(t => Stopwatch.GetElapsedTime(0, t).TotalMilliseconds / runs)];
    }

    private static void Print(CompiledPlan plan, double[] milliseconds)
    {
        double total = milliseconds.Sum(), shown = 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.LeafSteps.Count} steps, {total:F3} ms, arena {plan.ArenaBytes / 1048576.0:F1} MiB"));
        Console.WriteLine("      ms      %   sum %   GFLOP/s  step");
        foreach (int i in Enumerable.Range(0, milliseconds.Length).OrderByDescending(i => milliseconds[i]))
        {
            Step step = plan.LeafSteps[i];
            shown += milliseconds[i];
            double rate = 2 * step.MultiplyAdds / Math.Max(milliseconds[i], 1e-6) / 1e6;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{milliseconds[i],8:F3} {100 * milliseconds[i] / total,6:F1} {100 * shown / total,7:F1} {(step.MultiplyAdds > 0 ? rate : 0),9:F1}  {step.Name}: {step.Kernel}"));
        }
    }
}
