using System.Diagnostics;
using System.Globalization;
using Fovea.Bench.Models;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Explanations;
using Fovea.Models.Explanations.Methods;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Preprocessing;
using Fovea.Models.Repository;

namespace Fovea.Bench.Explaining;

/// <summary>
/// How well each method finds what a classifier looks at: the areas of insertion (higher is better) and deletion (lower is better), on
/// average over photos, beside those of a map of noise.
/// </summary>
internal static class ExplainCommand
{
    private const int Points = 32;

    /// <exception cref="ArgumentException">An option is missing or wrong.</exception>
    public static async Task<int> RunAsync(Arguments arguments, TextWriter output)
    {
        string name = arguments.Subject ?? throw new ArgumentException("explain needs the name of a model.");
        IReadOnlyList<string> photos = Photos.In(arguments.Required("photos"), arguments.Number("take", 16));
        using var engine = new InferenceEngine(new InferenceOptions
        {
            Threads = arguments.Number("threads", Environment.ProcessorCount),
            Processor = arguments.Processor("processor"),
        });
        using var repository = new ModelRepository(engine, new ModelRepositoryOptions { Path = arguments.Required("models") });
        repository.LoadAll(default);
        using ModelLease lease = repository.Lease(name, null);
        List<float[]> inputs = [.. photos.Select(photo => Read(lease.Model, photo))];
        var settings = new ExplanationSettings { Samples = arguments.Number("samples", 25), Steps = arguments.Number("steps", 100) };
        await output.WriteLineAsync(
            $"{Machine.Describe(engine.Kernels)}\n{name}, {photos.Count} photos; insertion and deletion in {Points} steps.\n\n" +
            "| method | insertion | deletion | runs | ms per photo |\n|---|---:|---:|---:|---:|");
        string[]? only = arguments.Text("only")?.Split(',');
        foreach (ExplanationMethod method in MethodTable.All.Where(method => only is null || only.Contains(method.Name)))
            await output.WriteLineAsync(await RowAsync(lease.Model, method, settings, inputs));
        await output.WriteLineAsync(await RowAsync(lease.Model, null, settings, inputs));
        return 0;
    }

    private static async Task<string> RowAsync(
        HostedModel model, ExplanationMethod? method, ExplanationSettings settings, List<float[]> inputs)
    {
        (double insertion, double deletion, long runs) = (0, 0, 0);
        var clock = new Stopwatch();
        var random = new Random(1);
        foreach (float[] input in inputs)
        {
            ExplanationPlan plan = ExplanationPlan.Of(
                model,
                new ExplanationRequest { Method = method ?? MethodTable.All[0], Settings = settings, MaxRuns = long.MaxValue });
            clock.Start();
            Explanation explanation = await Explainer.ExplainAsync(plan, input, new OwnThread());
            clock.Stop();
            float[] map = method is null
                ? [.. Enumerable.Range(0, explanation.Map.Values.Length).Select(_ => random.NextSingle())]
                : explanation.Map.Values;
            runs = plan.Cost.Runs;
            (double inserted, double deleted) = Areas(model, plan, explanation.Element, input, map);
            insertion += inserted / inputs.Count;
            deletion += deleted / inputs.Count;
        }

        return string.Create(CultureInfo.InvariantCulture, $"| {method?.Name ?? "noise"} | {insertion:0.000} | {deletion:0.000} | ")
            + (method is null
                ? "| |"
                : string.Create(CultureInfo.InvariantCulture, $"{runs} | {clock.Elapsed.TotalMilliseconds / inputs.Count:0.0} |"));
    }

    private static (double Insertion, double Deletion) Areas(
        HostedModel model, ExplanationPlan plan, ExplainedElement element, float[] input, float[] map)
    {
        PreprocessingSpec spec = model.Inputs.Preprocessing!.Spec;
        var metric = new CausalMetric(spec.ChannelCount, spec.Layout.IsChannelsLast(), Points);
        CompiledPlan run = model.Graph.Compile(model.Inputs.Shapes!, [plan.Target.Value.Name]);
        var tensor = new Tensor(ElementType.Float32, run.Inputs[0].Shape);
        float[] blurred = Blur.Of(input, spec.ChannelCount, spec.Height, spec.Width, spec.Layout.IsChannelsLast());
        return (metric.Area(map, blurred, input, Probability), metric.Area(map, input, new float[input.Length], Probability));

        double Probability(float[] values)
        {
            values.CopyTo(tensor.Span<float>());
            Tensor scores = run.Run([tensor])[0];
            int count = (int)(scores.Shape.ElementCount / model.Inputs.Batch);
            ReadOnlySpan<float> logits = scores.Span<float>()[..count];
            if (count == 1)
                return 1 / (1 + Math.Exp(-(double)(element.Sign * logits[0])));
            (double largest, double sum) = (double.NegativeInfinity, 0);
            foreach (float logit in logits)
                largest = Math.Max(largest, logit);
            foreach (float logit in logits)
                sum += Math.Exp(logit - largest);
            return Math.Exp(logits[element.Element] - largest) / sum;
        }
    }

    private static float[] Read(HostedModel model, string photo)
    {
        using DecodedImage image = new SkiaImageDecoder().Decode(File.ReadAllBytes(photo));
        using PreparedImages prepared = model.Prepare(1);
        prepared.Set(0, image);
        return prepared.Tensor.ElementType == ElementType.Float32
            ? prepared.Tensor.Span<float>().ToArray()
            : throw new ArgumentException($"The model '{model.Name}' takes {prepared.Tensor.ElementType}; expected Float32.");
    }
}
