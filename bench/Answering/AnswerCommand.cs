using System.Globalization;
using System.Text.Json;
using Fovea.Bench.Comparing;
using Fovea.Bench.Models;
using Fovea.Bench.Statistics;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Postprocessing;
using Fovea.Models.Repository;
using Fovea.Models.Tasks;
using SkiaSharp;

namespace Fovea.Bench.Answering;

/// <summary>
/// What the answer of a model's task costs beside its network: preparing a photo, running the network, reading its outputs, and writing the
/// answer as JSON. All on one thread, in turns.
/// </summary>
internal static class AnswerCommand
{
    /// <exception cref="ArgumentException">An option is missing or wrong.</exception>
    public static int Run(Arguments arguments, TextWriter output)
    {
        IReadOnlyList<string> photos = arguments.Text("photos") is { } folder ? Photos.In(folder, arguments.Number("take", 4)) : [];
        byte[][] files = photos.Count == 0 ? [Generated()] : [.. photos.Select(File.ReadAllBytes)];
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1, Processor = arguments.Processor("processor") });
        using var repository = new ModelRepository(engine, new ModelRepositoryOptions { Path = arguments.Required("models") });
        repository.LoadAll(default);
        string[] names = arguments.Text("only") is { } only
            ? only.Split(',')
            : [.. repository.Models.Select(model => model.Name).Distinct().Order(StringComparer.Ordinal)];
        output.WriteLine(
            $"{Machine.Describe(engine.Kernels)}\nMilliseconds per photo on one thread, medians; {files.Length} photo(s).\n\n" +
            "| model | task | prepare | network | answer | JSON | answer and JSON / network |\n|---|---|---:|---:|---:|---:|---:|");
        foreach (string name in names)
        {
            using ModelLease lease = repository.Lease(name, null);
            if (lease.Model.Task is { } task && lease.Model.Inputs.Shapes is { } shapes)
                output.WriteLine(Row(lease.Model, task, shapes, files, arguments));
        }

        return 0;
    }

    private static byte[] Generated()
    {
        using SKBitmap picture = PhotoCommand.Draw(500, 375, seed: 1);
        return PhotoCommand.Encode(picture, 100_000).File;
    }

    private static string Row(HostedModel model, TaskModel task, IReadOnlyList<Shape> shapes, byte[][] files, Arguments arguments)
    {
        int rounds = arguments.Number("rounds", 7), milliseconds = arguments.Number("milliseconds", 100);
        CompiledPlan plan = model.Graph.Compile(shapes, task.Outputs);
        double[][] times = new double[4][];
        foreach (byte[] file in files)
        {
            using DecodedImage image = new SkiaImageDecoder().Decode(file);
            using PreparedImages prepared = model.Prepare(1);
            prepared.Set(0, image);
            Tensor[] inputs = [.. prepared.Inputs];
            IReadOnlyList<Tensor> outputs = plan.Run(inputs);
            var given = new ImageOutputs(outputs, 0, prepared.Mappings[0]) { Kept = task.Keep(image, model.Inputs.Preprocessing!.Spec) };
            object answer = task.Answer(given, TaskArguments.None);
            double[][] measured = Measurement.Alternate(
                [
                    () => prepared.Set(0, image),
                    () => plan.Run(inputs),
                    () => task.Answer(given, TaskArguments.None),
                    () => JsonSerializer.SerializeToUtf8Bytes(answer, task.Task.AnswerType),
                ],
                rounds, milliseconds, milliseconds);
            for (int stage = 0; stage < times.Length; stage++)
                times[stage] = [.. times[stage] ?? [], .. measured[stage]];
        }

        double[] medians = [.. times.Select(Summary.Median)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {model.Name} | {task.Task.Name} | {medians[0]:0.000} | {medians[1]:0.000} | {medians[2]:0.000} | {medians[3]:0.000} | " +
            $"{(medians[2] + medians[3]) / medians[1]:0.000} |");
    }
}
