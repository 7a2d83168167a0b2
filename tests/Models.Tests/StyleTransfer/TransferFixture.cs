using Fovea.Imaging.Decoding;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.StyleTransfer;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.StyleTransfer;

/// <summary>Small networks, and transfers over them.</summary>
internal sealed class TransferFixture : IDisposable
{
    private readonly ServedModels _models;
    private readonly ImageStore _store = new(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
    private readonly ServingTelemetry _telemetry = new();
    private readonly Scheduler _scheduler;
    private readonly StyleTransfers _transfers;

    public TransferFixture(int threads = 2, StyleTransferLimits? limits = null)
    {
        _models = new ServedModels(threads)
            .Add("vgg", Vgg(), """{ "normalize": "imagenet" }""").Add("flat", ServedModels.Classifier(1))
            .Add("stuck", WithoutGradient()).Load();
        _scheduler = new Scheduler(new SchedulerOptions { Parallelism = threads, Threads = threads });
        Jobs = new LongJobs(new LongJobOptions(), TimeProvider.System);
        var server = new ModelServer(new SkiaImageDecoder(), _store, _scheduler, _telemetry);
        _transfers = new StyleTransfers(Jobs, server, _scheduler, new SkiaImageDecoder(), limits ?? new StyleTransferLimits());
    }

    public LongJobs Jobs { get; }

    public HostedModel this[string name] => _models[name];

    public Task<LongJob> BeginAsync(string model, StyleOptions options) => _transfers.BeginAsync(
        _models[model].TryLease()!, Picture(28, 20), new ImageUpload("style", SampleImages.Encode(SKEncodedImageFormat.Png, 20, 26)),
        options, default);

    /// <summary>The work of a transfer that has ended well.</summary>
    public async Task<StyleTransferWork> RunAsync(string model, StyleOptions options)
    {
        LongJob job = await BeginAsync(model, options);
        await EndAsync(job);
        Assert.True(job.Phase == JobPhase.Done, $"{job.Phase}: {job.Error}");
        return (StyleTransferWork)job.Work;
    }

    public static async Task EndAsync(LongJob job)
    {
        for (long seen = -1; !job.Phase.IsEnd();)
        {
            await job.WaitAsync(seen, default).WaitAsync(TimeSpan.FromMinutes(2));
            seen = job.Version;
        }

        // Its work ends a moment after its phase.
        for (int i = 0; i < 2000 && job.Work.ResultBytes == 0 && job.StepsDone > 0; i++)
            await Task.Delay(5);
    }

    public void Dispose()
    {
        Jobs.Dispose();
        _scheduler.Dispose();
        _telemetry.Dispose();
        _store.Dispose();
        _models.Dispose();
    }

    /// <summary>Five blocks of convolutions of a network of any size.</summary>
    private static OnnxFile Vgg()
    {
        OnnxFile file = new OnnxFile().Input("image", -1, 3, -1, -1);
        var random = new Random(7);
        string last = "image";
        int channels = 3;
        for (int block = 1; block <= 5; block++)
        {
            for (int i = 1; i <= (block == 4 ? 2 : 1); i++)
            {
                string name = $"conv{block}_{i}";
                int count = channels;
                file.Weights(
                    $"{name}_w", [8, channels, 3, 3],
                    [.. Enumerable.Range(0, 8 * channels * 9).Select(_ => (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(count)))]);
                file.Node("Conv", [last, $"{name}_w"], name, "", ("kernel_shape", [3, 3]), ("pads", [1, 1, 1, 1]));
                file.Node("Relu", [name], last = $"relu{block}_{i}");
                channels = 8;
            }

            if (block < 5)
                file.Node("MaxPool", [last], last = $"pool{block}", "", ("kernel_shape", [2, 2]), ("strides", [2, 2]));
        }

        return file.Node("GlobalAveragePool", [last], "pool").Node("Flatten", ["pool"], "scores").Output("scores", -1, 8);
    }

    private static OnnxFile WithoutGradient() => new OnnxFile().Input("image", -1, 3, 8, 8)
        .Weights("w", [1, 3, 1, 1], 1, 2, 3)
        .Node("Hardmax", ["image"], "most").Node("Conv", ["most", "w"], "conv", "", ("kernel_shape", [1, 1]))
        .Output("conv", -1, 1, 8, 8);

    // A smooth picture.
    private static ImageUpload Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        for (int i = 0; i < width * height; i++)
            bitmap.SetPixel(i % width, i / width, new SKColor((byte)(i % width * 9), (byte)(i / width * 12), 90));
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new ImageUpload("content", data.ToArray());
    }
}
