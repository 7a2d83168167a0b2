using System.Text.Json.Serialization.Metadata;
using Fovea.Imaging.Decoding;
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
            new TaskTable(new CallingTask(() => { if (leaves) caller.Cancel(); })));
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

    /// <summary>A task that calls back when it makes an answer.</summary>
    private sealed class CallingTask(Action answering) : ImageTask
    {
        public override string Name => "calling";

        public override string ModelNoun => "caller";

        public override string Signature => "anything";

        public override string AnswerName => "called";

        public override string AnswerDescription => "";

        public override JsonTypeInfo AnswerType => throw new NotSupportedException();

        public override TaskModel Recognize(TaskCandidate candidate) => new CallingModel(this, answering);
    }

    private sealed class CallingModel(ImageTask task, Action answering) : TaskModel(task)
    {
        public override object Answer(ImageOutputs outputs, TaskArguments arguments)
        {
            answering();
            return "";
        }

        public override IReadOnlyList<AnswerMark> Marks(object answer) => [];
    }
}
