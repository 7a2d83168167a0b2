using CsCheck;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Inputs;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Serving;

/// <summary>
/// Many callers at once, of several models, with images and tensors of several shapes, bad ones among them, and callers who leave: every
/// answer has the bits of a lone request's, whatever the batches.
/// </summary>
public sealed class ServingPropertyTests : IDisposable
{
    private const int Callers = 12;
    private const int RequestsEach = 12;

    private readonly ServedModels _models = new ServedModels()
        .Add("one", ServedModels.Classifier(1)).Add("other", ServedModels.Classifier(2)).Add("pairs", ServedModels.Classifier(3, batch: 2))
        .Add("lone", ServedModels.Forms["chw"]()).Add("squeezed", ServedModels.Forms["squeezed"]())
        .Add("mixing", ServedModels.Mixing()).Add("sum", ServedModels.Sum(), image: false).Load();

    private readonly byte[][] _photos =
    [
        SampleImages.Encode(SkiaSharp.SKEncodedImageFormat.Png, 9, 8), SampleImages.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 40, 30),
        SampleImages.Encode(SkiaSharp.SKEncodedImageFormat.Png, 21, 33), SampleImages.Encode(SkiaSharp.SKEncodedImageFormat.Webp, 17, 17),
    ];

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Batches_change_no_answer_and_cross_none() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 8], Gen.Int[0, 2], Gen.Int[0, 100_000]).Sample(
        (parallelism, maxSize, delay, seed) => Check(parallelism, maxSize, delay, seed),
        iter: 12,
        threads: 1);

    private void Check(int parallelism, int maxSize, int delay, int seed)
    {
        using var store = new ImageStore(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(new SchedulerOptions
        {
            Parallelism = parallelism,
            Threads = 2,
            MaxSize = maxSize,
            MaxDelay = TimeSpan.FromMilliseconds(delay),
            Timeout = TimeSpan.FromMinutes(1),
        });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);
        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Call(server, new Random(seed * 31 + caller))))];
        Assert.True(Task.WaitAll(callers, TimeSpan.FromMinutes(2)), "The callers did not come to an end.");
        Assert.True(SpinWait.SpinUntil(() => scheduler.BusyThreads == 0, TimeSpan.FromSeconds(30)), "A thread is still busy.");
    }

    private async Task Call(ModelServer server, Random random)
    {
        for (int i = 0; i < RequestsEach; i++)
        {
            using var leave = new CancellationTokenSource();
            if (random.Next(8) == 0)
                leave.CancelAfter(TimeSpan.FromMicroseconds(random.Next(2000)));
            try
            {
                await (random.Next(3) switch
                {
                    0 => Infer(server, random, leave.Token),
                    1 => Bad(server, random, leave.Token),
                    _ => Classify(server, random, leave.Token),
                });
            }
            catch (OperationCanceledException) when (leave.IsCancellationRequested)
            {
            }
        }
    }

    private async Task Classify(ModelServer server, Random random, CancellationToken cancellation)
    {
        HostedModel model = _models[new[] { "one", "other", "pairs", "mixing", "lone", "squeezed" }[random.Next(6)]];
        int[] which = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(_photos.Length))];
        IReadOnlyList<ImageAnswer> results = await server.PredictAsync(
            model, [.. which.Select(i => new ImageUpload(null, _photos[i]))], TaskArguments.None, new StageTimings(), cancellation);
        Assert.Equal(which.Select(i => Alone(model, i)), results.Select(result => Text(result.Answer)));
    }

    /// <summary>One image of several is damaged: the request fails, and names it.</summary>
    private async Task Bad(ModelServer server, Random random, CancellationToken cancellation)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => server.PredictAsync(
            _models["one"],
            [new ImageUpload("good", _photos[random.Next(_photos.Length)]), new ImageUpload("bad", _photos[1].AsMemory(0, 200))],
            TaskArguments.None, new StageTimings(), cancellation));
        if (error is not OperationCanceledException)
            Assert.Equal("bad", Assert.IsType<ImageRejectedException>(error).FileName);
    }

    private async Task Infer(ModelServer server, Random random, CancellationToken cancellation)
    {
        int rows = random.Next(1, 12), length = random.Next(1, 4), seed = random.Next();
        Tensor a = ServedModels.Tensor(seed, rows, 4, length), b = ServedModels.Tensor(seed + 1, rows, 4, length);
        string[]? wanted = random.Next(2) == 0 ? null : ["positive"];
        IReadOnlyList<Tensor> outputs = await server.InferAsync(
            _models["sum"], [a, b], new InferOptions { Outputs = wanted }, run => run.Outputs, new StageTimings(), cancellation);
        float[] sum = [.. a.Span<float>().ToArray().Zip(b.Span<float>().ToArray(), (x, y) => x + y)];
        Assert.Equal(sum.Select(x => Math.Max(x, 0)), outputs[^1].Span<float>().ToArray());
        if (wanted is null)
            Assert.Equal(sum, outputs[0].Span<float>().ToArray());
        Assert.Equal(new Shape(rows, 4, length), outputs[^1].Shape);
    }

    private readonly Dictionary<(HostedModel, int), string> _alone = [];

    private string Alone(HostedModel model, int photo)
    {
        lock (_alone)
        {
            if (_alone.TryGetValue((model, photo), out string? known))
                return known;
            using PreparedImages images = model.Prepare(1);
            using (DecodedImage image = new SkiaImageDecoder().Decode(_photos[photo]))
                images.Set(0, image);
            CompiledPlan plan = model.Graph.Compile(model.Inputs.Shapes!);
            var scores = new Tensor(ElementType.Float32, plan.Outputs[0].Shape);
            plan.Run([new Tensor(ElementType.Float32, plan.Inputs[0].Shape, images.Padded.Bytes)], [scores]);
            if (scores.Shape.Rank == 1)
                scores = new Tensor(ElementType.Float32, new Shape([1, .. scores.Shape]), scores.Bytes);
            return _alone[(model, photo)] = Text(
                model.RequireTask().Answer(new ImageOutputs([scores], 0, images.Mappings[0]), TaskArguments.None));
        }
    }

    private static string Text(object answer) =>
        string.Join(
            ' ', ((IReadOnlyList<PredictedLabel>)answer).Select(p => $"{p.Index}:{BitConverter.SingleToUInt32Bits(p.Probability):x8}"));
}
