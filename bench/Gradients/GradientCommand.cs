using System.Diagnostics;
using System.Globalization;
using Fovea.Bench.Models;
using Fovea.Bench.Statistics;
using Fovea.Inference;

namespace Fovea.Bench.Gradients;

/// <summary>
/// What a run forwards and back takes, beside one forwards: the gradient of all scores with respect to the first input. The two plans take
/// turns; medians. The last column is the memory of the activations; with <c>--memory</c> it has to be so many percent of what is needed to
/// keep all values.
/// </summary>
internal static class GradientCommand
{
    /// <exception cref="ArgumentException">An option is missing or wrong.</exception>
    public static int Run(Arguments arguments, TextWriter output)
    {
        int rounds = arguments.Number("rounds", 15), warmup = arguments.Number("warmup", 3), memory = arguments.Number("memory", 100);
        foreach (int threads in arguments.Numbers("threads", 1, Environment.ProcessorCount))
        {
            using var engine = new InferenceEngine(
                new InferenceOptions { Threads = threads, Processor = arguments.Processor("processor") });
            output.WriteLine(
                $"{Machine.Describe(engine.Kernels)}; {threads} threads, batch 1; medians of {rounds} alternating runs, in ms.\n\n" +
                "| model | forwards | forwards and back | ratio | MB |\n|---|---:|---:|---:|---:|");
            foreach (string path in BenchModel.Find(arguments.Required("models"), arguments.Text("only")))
                output.WriteLine(Row(engine, path, rounds, warmup, memory));
            output.WriteLine();
        }

        return 0;
    }

    private static string Row(InferenceEngine engine, string path, int rounds, int warmup, int memory)
    {
        BenchModel file = BenchModel.Read(path);
        using InferenceModel model = engine.Load(file.Bytes, file.Name);
        if (BenchModel.Shapes(model, 1) is not { } shapes)
            return $"| {file.Name} | has another batch size | | | |";
        CompiledPlan forward = model.Compile(shapes, [model.LogitsOf(model.Outputs[0].Name)]), both;
        try
        {
            both = GradientPlan.Compile(model, shapes, memory);
        }
        catch (InferenceException error) when (error is UnsupportedModelException or ActivationLimitException)
        {
            return $"| {file.Name} | {error.Message} | | | |";
        }

        Tensor[] inputs = BenchModel.Inputs(shapes);
        var seed = new Tensor(ElementType.Float32, forward.Outputs[0].Shape);
        seed.Span<float>().Fill(1);
        (double ahead, double back) = Medians(forward, inputs, both, [.. inputs, seed], rounds, warmup);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {file.Name} | {ahead:0.00} | {back:0.00} | {back / ahead:0.00} | {both.ArenaBytes / 1e6:0.0} |");
    }

    private static (double Forward, double Both) Medians(
        CompiledPlan forward, Tensor[] inputs, CompiledPlan both, Tensor[] seeded, int rounds, int warmup)
    {
        var times = (Forward: new List<double>(), Both: new List<double>());
        for (int i = 0; i < warmup + rounds; i++)
        {
            double ahead = Time(forward, inputs), back = Time(both, seeded);
            if (i < warmup)
                continue;
            times.Forward.Add(ahead);
            times.Both.Add(back);
        }

        return (Summary.Median(times.Forward), Summary.Median(times.Both));
    }

    private static double Time(CompiledPlan plan, Tensor[] inputs)
    {
        long start = Stopwatch.GetTimestamp();
        plan.Run(inputs);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
