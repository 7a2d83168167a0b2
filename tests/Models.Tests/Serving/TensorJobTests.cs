using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Images;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Serving;

/// <summary>Tensors that do not fit a model fail their request, and nothing else.</summary>
public sealed class TensorJobTests
{
    [Fact]
    public async Task Tensors_without_rows_are_refused()
    {
        using ServedModels models = new ServedModels().Add("sum", ServedModels.Sum(), image: false).Load();
        using var store = new ImageStore(new ImageStoreOptions(), TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(new SchedulerOptions { Parallelism = 1, Threads = 1 });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);

        var error = await Assert.ThrowsAsync<ServingException>(() => server.InferAsync(
            models["sum"], [ServedModels.Tensor(1, 0, 4, 2), ServedModels.Tensor(2, 0, 4, 2)], new InferOptions(), run => run.Outputs,
            new StageTimings(), default));

        Assert.Equal(ServingError.NoAnswer, error.Error);
        Assert.IsType<InvalidInputException>(error.InnerException);
        Assert.Contains("no rows", error.Message, StringComparison.Ordinal);
        IReadOnlyList<Tensor> outputs = await server.InferAsync(
            models["sum"], [ServedModels.Tensor(1, 3, 4, 2), ServedModels.Tensor(2, 3, 4, 2)], new InferOptions(), run => run.Outputs,
            new StageTimings(), default);
        Assert.Equal(new Shape(3, 4, 2), outputs[0].Shape);
    }

    [Fact]
    public async Task Making_the_answer_is_part_of_the_job_and_of_its_time()
    {
        using ServedModels models = new ServedModels().Add("sum", ServedModels.Sum(), image: false).Load();
        using var store = new ImageStore(new ImageStoreOptions(), TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(
            new SchedulerOptions { Parallelism = 1, Threads = 1, Timeout = TimeSpan.FromSeconds(2) });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);
        int busy = 0;
        Tensor a = ServedModels.Tensor(1, 3, 4, 2), b = ServedModels.Tensor(2, 3, 4, 2);
        await server.InferAsync(
            models["sum"], [a, b], new InferOptions(), run => busy = scheduler.BusyThreads, new StageTimings(), default);
        Assert.Equal(1, busy);

        ServingException error = await Assert.ThrowsAsync<ServingException>(() => server.InferAsync(
            models["sum"], [a, b], new InferOptions { Timeout = TimeSpan.FromSeconds(1) },
            run => SpinWait.SpinUntil(() => false, TimeSpan.FromSeconds(3)), new StageTimings(), default));

        Assert.Equal(ServingError.DeadlineExceeded, error.Error);
    }
}
