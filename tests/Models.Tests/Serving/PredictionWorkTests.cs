using System.Text.Json;
using Fovea.Imaging.Decoding;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.Serving;

/// <summary>Predictions as long jobs.</summary>
public sealed class PredictionWorkTests : IDisposable
{
    private const int Tile = 32;
    private const long MaxPixels = 4_000_000;

    // Tiles begin at multiples of 4 with a margin of 4, so 24 pixels apart: 5 across, 4 down.
    private const int Width = 110;
    private const int Height = 90;
    private const int Tiles = 20;

    private readonly ServedModels _models = new ServedModels()
        .Add("flat", ServedModels.Classifier(1)).Add("in-threes", ServedModels.Classifier(2, batch: 3))
        .Add("chw-squeezed", ServedModels.Forms["chw-squeezed"]()).Add("tiled", Enlarging(), image: false).Load();

    private readonly ImageStore _store = new(new ImageStoreOptions(), TimeProvider.System);
    private readonly ServingTelemetry _telemetry = new();
    private readonly Scheduler _scheduler = new(new SchedulerOptions { Parallelism = 2, Threads = 2 });
    private readonly LongJobs _jobs = new(new LongJobOptions(), TimeProvider.System);
    private readonly ModelServer _server;

    public PredictionWorkTests() => _server = new ModelServer(new SkiaImageDecoder(), _store, _scheduler, _telemetry);

    private static ImageUpload Picture => new("a.png", SampleImages.Encode(SKEncodedImageFormat.Png, Width, Height));

    [Theory]
    [InlineData("flat", 1)]
    [InlineData("in-threes", 1)]
    [InlineData("chw-squeezed", 1)]
    [InlineData("tiled", Tiles)]
    public async Task It_makes_the_same_bits_in_as_many_steps_as_it_has_runs(string model, int runs)
    {
        ImageAnswer atOnce = await PredictAsync(model);
        byte[] encoded = await _server.PredictAsync(
            _models[model], Picture, Png(model), TaskArguments.None, MaxPixels, _server.StartTimings(), default);
        long kept = _store.Bytes;
        LongJob job = await BeginAsync(model);

        Assert.Equal((JobPhase.Done, null), (await EndAsync(job), job.Error));
        var work = (PredictionWork)job.Work;
        Assert.Equal((runs + 2, runs + 2, model), (work.Steps, job.StepsDone, work.Model));
        Assert.Equal(Json(work.Task, atOnce), Json(work.Task, work.Predicted!.Answer));
        Assert.Equal(encoded, work.Predicted.Encoded.ToArray());
        Assert.InRange(work.ResultBytes, encoded.Length, 3 * encoded.Length + 10_000);
        Assert.True(_store.Contains(work.Predicted.Answer.Id!));
        Assert.True(_store.Bytes > kept);
    }

    [Fact]
    public async Task Tiles_that_give_way_to_requests_are_done_again_with_the_same_bits()
    {
        ImageAnswer atOnce = await PredictAsync("tiled");
        LongJob job = await BeginAsync("tiled");
        for (DateTime limit = DateTime.UtcNow.AddMinutes(1); !job.Phase.IsEnd(); await Task.Delay(1))
        {
            Assert.True(DateTime.UtcNow < limit, $"It is not done within a minute: {job.StepsDone} steps.");
            await PredictAsync("flat");
        }

        var work = (PredictionWork)job.Work;
        Assert.Equal((JobPhase.Done, null), (await EndAsync(job), job.Error));
        Assert.Equal(Json(work.Task, atOnce), Json(work.Task, work.Predicted!.Answer));
    }

    [Fact]
    public async Task What_is_wrong_begins_nothing_and_gives_the_model_back()
    {
        ModelLease lease = _models["flat"].TryLease()!;
        var iou = new TaskArguments([new(Detection.Iou, 0.5)]);
        ServingException foreign = await Assert.ThrowsAsync<ServingException>(
            () => _server.BeginPredictionAsync(lease, Picture, Png("flat"), iou, MaxPixels, _server.StartTimings(), default));
        Assert.Equal(ServingError.InvalidRequest, foreign.Error);
        Assert.Throws<ObjectDisposedException>(() => lease.Model);
        await Assert.ThrowsAsync<ImageRejectedException>(() => _server.BeginPredictionAsync(
            _models["flat"].TryLease()!, new ImageUpload(null, new byte[100]), Png("flat"), TaskArguments.None, MaxPixels,
            _server.StartTimings(), default));
        Assert.Equal(0, _store.Bytes);
    }

    [Fact]
    public async Task A_cancelled_one_ends_without_an_answer_and_keeps_no_picture()
    {
        LongJob first = await BeginAsync("tiled");
        LongJob second = await BeginAsync("tiled");
        _jobs.Remove(second);
        while (first.StepsDone < 2)
            await first.WaitAsync(first.Version, default).WaitAsync(TimeSpan.FromMinutes(1));
        _jobs.Remove(first);

        Assert.All([await EndAsync(first), await EndAsync(second)], phase => Assert.Equal(JobPhase.Cancelled, phase));
        Assert.All([first, second], job => Assert.Null(((PredictionWork)job.Work).Predicted));
        for (DateTime limit = DateTime.UtcNow.AddSeconds(30); _store.Bytes > 0; await Task.Delay(10))
            Assert.True(DateTime.UtcNow < limit, "The picture is still kept.");
    }

    public void Dispose()
    {
        _jobs.Dispose();
        _scheduler.Dispose();
        _telemetry.Dispose();
        _store.Dispose();
        _models.Dispose();
    }

    /// <summary>Makes pictures twice as large, of pictures of one size: others go through it in tiles.</summary>
    private static OnnxFile Enlarging() => new OnnxFile()
        .Input("image", 1, 3, Tile, Tile)
        .Integers("fixed", 1, 12, Tile, Tile)
        .Weights("w", [12, 3, 3, 3], [.. Enumerable.Range(0, 12 * 27).Select(i => i * 37 % 11 / 100f)])
        .Node("Conv", ["image", "w"], "conv", "", ("kernel_shape", [3, 3]), ("pads", [1, 1, 1, 1]))
        .Node("Reshape", ["conv", "fixed"], "same").NodeWith("DepthToSpace", ["same"], "made", "blocksize", 2)
        .Output("made", 1, 3, 2 * Tile, 2 * Tile);

    private static string Json(ImageTask task, ImageAnswer answer) => JsonSerializer.Serialize(answer.Answer, task.AnswerType);

    private async Task<ImageAnswer> PredictAsync(string model) =>
        (await _server.PredictAsync(_models[model], [Picture], TaskArguments.None, _server.StartTimings(), default))[0];

    private async Task<LongJob> BeginAsync(string model) => _jobs.Add(await _server.BeginPredictionAsync(
        _models[model].TryLease()!, Picture, Png(model), TaskArguments.None, MaxPixels, _server.StartTimings(), default));

    private AnswerForm Png(string model) => _models[model].RequireTask().Forms.Single(form => form.Name == "png");

    private static async Task<JobPhase> EndAsync(LongJob job)
    {
        for (long seen = -1; !job.Phase.IsEnd();)
        {
            await job.WaitAsync(seen, default).WaitAsync(TimeSpan.FromMinutes(1));
            seen = job.Version;
        }

        return job.Phase;
    }
}
