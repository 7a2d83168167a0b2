using System.Text.Json.Serialization.Metadata;
using Fovea.Imaging.Decoding;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.Serving;

/// <summary>The image store keeps the images of answered requests only.</summary>
public sealed class PredictJobTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Images_are_kept_if_the_request_is_answered_in_time(bool leaves, int kept)
    {
        using ServedModels models = new ServedModels().Add("one", ServedModels.Classifier(1)).Load();
        HostedModel model = models["one"];
        using var caller = new CancellationTokenSource();
        using var own = new HostedModel(
            new TaskCandidate(model.Package, model.Graph, model.Inputs),
            new TaskTable(new CallingTask(_ => { if (leaves) caller.Cancel(); })));
        using var store = new ImageStore(new ImageStoreOptions(), TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(new SchedulerOptions { Parallelism = 1, Threads = 1 });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);

        Task<IReadOnlyList<ImageAnswer>> answer = server.PredictAsync(
            own, [new ImageUpload(null, SampleImages.Encode(SKEncodedImageFormat.Png, 9, 8))], TaskArguments.None, new StageTimings(),
            caller.Token);
        if (leaves)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        else
            Assert.NotNull((await answer)[0].Id);

        Assert.Equal(kept > 0, store.Bytes > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_given_up_when_the_deadline_passes_or_the_caller_leaves(bool leaves)
    {
        using ServedModels models = new ServedModels().Add("one", ServedModels.Classifier(1)).Load();
        HostedModel model = models["one"];
        using var caller = new CancellationTokenSource();
        bool givenUp = false;
        using var own = new HostedModel(
            new TaskCandidate(model.Package, model.Graph, model.Inputs), new TaskTable(new CallingTask(outputs =>
            {
                if (leaves)
                    caller.Cancel();
                givenUp = outputs.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
                outputs.Cancellation.ThrowIfCancellationRequested();
            })));
        using var store = new ImageStore(new ImageStoreOptions(), TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        TimeSpan limit = leaves ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(300);
        using var scheduler = new Scheduler(new SchedulerOptions { Parallelism = 1, Threads = 1, Timeout = limit });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);

        Task answer = server.PredictAsync(
            own, [new ImageUpload(null, SampleImages.Encode(SKEncodedImageFormat.Png, 9, 8))], TaskArguments.None, new StageTimings(),
            caller.Token);
        if (leaves)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        else
            Assert.Equal(ServingError.DeadlineExceeded, (await Assert.ThrowsAsync<ServingException>(() => answer)).Error);

        Assert.True(givenUp);
        Assert.Equal(0, store.Bytes);
    }

    /// <summary>A task that calls back when it makes an answer.</summary>
    private sealed class CallingTask(Action<ImageOutputs> answering) : ImageTask
    {
        public override string Name => "calling";

        public override string ModelNoun => "caller";

        public override string Signature => "anything";

        public override string AnswerName => "called";

        public override string AnswerDescription => "";

        public override JsonTypeInfo AnswerType => throw new NotSupportedException();

        public override TaskModel Recognize(TaskCandidate candidate) => new CallingModel(this, answering);
    }

    private sealed class CallingModel(ImageTask task, Action<ImageOutputs> answering) : TaskModel(task)
    {
        public override object Answer(ImageOutputs outputs, TaskArguments arguments)
        {
            answering(outputs);
            return "";
        }

        public override IReadOnlyList<AnswerMark> Marks(object answer) => [];
    }
}
