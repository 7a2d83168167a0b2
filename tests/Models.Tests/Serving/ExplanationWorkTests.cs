using System.Runtime.InteropServices;
using Fovea.Imaging.Decoding;
using Fovea.Models.Errors;
using Fovea.Models.Explanations;
using Fovea.Models.Explanations.Methods;
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

/// <summary>Explanations as long jobs.</summary>
public sealed class ExplanationWorkTests : IDisposable
{
    private const string Map = "map";

    private readonly ServedModels _models = new ServedModels().Add("flat", ServedModels.Classifier(1)).Load();
    private readonly ImageStore _store = new(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
    private readonly ServingTelemetry _telemetry = new();
    private readonly Scheduler _scheduler = new(new SchedulerOptions { Parallelism = 2, Threads = 2 });
    private readonly LongJobs _jobs = new(new LongJobOptions(), TimeProvider.System);
    private readonly ModelServer _server;

    public ExplanationWorkTests() => _server = new ModelServer(new SkiaImageDecoder(), _store, _scheduler, _telemetry);

    private static ImageUpload Picture => new("a.png", SampleImages.Encode(SKEncodedImageFormat.Png, 12, 10));

    public static TheoryData<string> Methods => [.. MethodTable.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_method_makes_the_same_bits_in_as_many_steps_as_it_has_runs(string method)
    {
        ExplanationPlan plan = Plan(method);
        byte[] atOnce = await _server.ExplainAsync(plan, Picture, 0, Bytes, _server.StartTimings(), default);
        LongJob job = await BeginAsync(plan, explanation => new Dictionary<string, byte[]> { [Map] = Bytes(explanation) });

        Assert.Equal((JobPhase.Done, null), (await EndAsync(job), job.Error));
        Assert.Equal(plan.Cost.Forward + plan.Cost.Gradients + 1, job.StepsDone);
        var work = (ExplanationWork)job.Work;
        Assert.Equal(atOnce, work.Answers![Map]);
        Assert.Equal((method, "flat", plan.Cost, atOnce.Length), (work.Method, work.Model, work.Cost, work.ResultBytes));
    }

    [Fact]
    public async Task What_fails_says_why_and_gives_the_model_back()
    {
        LongJob job = await BeginAsync(Plan("saliency"), _ => throw new InvalidOperationException("no answer"));

        Assert.Equal((JobPhase.Failed, "no answer"), (await EndAsync(job), job.Error?.Message));
        Assert.Null(((ExplanationWork)job.Work).Answers);
    }

    [Fact]
    public async Task Pieces_that_give_way_to_requests_are_done_again_with_the_same_bits()
    {
        ExplanationPlan plan = Plan("smoothgrad", samples: 60);
        byte[] atOnce = await _server.ExplainAsync(plan, Picture, 0, Bytes, _server.StartTimings(), default);
        LongJob job = await BeginAsync(plan, explanation => new Dictionary<string, byte[]> { [Map] = Bytes(explanation) });
        while (!job.Phase.IsEnd())
        {
            await _server.PredictAsync(_models["flat"], [Picture], TaskArguments.None, _server.StartTimings(), default);
            await Task.Delay(1);
        }

        Assert.Equal((JobPhase.Done, null), (await EndAsync(job), job.Error));
        Assert.Equal(atOnce, ((ExplanationWork)job.Work).Answers![Map]);
    }

    [Fact]
    public async Task Cancelled_twice_it_gives_its_model_back()
    {
        LongJob job = await BeginAsync(Plan("smoothgrad", samples: 5_000), _ => new Dictionary<string, byte[]>());
        while (job.StepsDone < 1)
            await job.WaitAsync(job.Version, default).WaitAsync(TimeSpan.FromMinutes(1));
        for (int i = 0; i < 5; i++)
            _jobs.Remove(job);
        Assert.False(IsKept(job));
        for (int i = 0; i < 6_000 && !(job.HasEnded && await IsDisposedAsync(job)); i++)
            await Task.Delay(10);

        Assert.True(job.HasEnded);
        Assert.Null(job.Error);
        Assert.Throws<ObjectDisposedException>(() => ((ExplanationWork)job.Work).StepAsync(default).GetAwaiter().GetResult());
    }

    [Fact]
    public async Task A_cancelled_one_ends_without_an_answer()
    {
        LongJob job = await BeginAsync(Plan("smoothgrad", samples: 5_000), _ => new Dictionary<string, byte[]>());
        while (job.StepsDone < 2)
            await job.WaitAsync(job.Version, default).WaitAsync(TimeSpan.FromMinutes(1));
        _jobs.Remove(job);

        Assert.Equal(JobPhase.Cancelled, await EndAsync(job));
        Assert.InRange(job.StepsDone, 2, 4_999);
        Assert.Null(((ExplanationWork)job.Work).Answers);
    }

    public void Dispose()
    {
        _jobs.Dispose();
        _scheduler.Dispose();
        _telemetry.Dispose();
        _store.Dispose();
        _models.Dispose();
    }

    private ExplanationPlan Plan(string method, int samples = 7) => ExplanationPlan.Of(_models["flat"], new ExplanationRequest
    {
        Method = MethodTable.Find(method)!,
        Settings = new ExplanationSettings { Samples = samples, Steps = 9, Window = 3 },
        MaxRuns = 20_000,
    });

    private async Task<LongJob> BeginAsync(ExplanationPlan plan, Func<Explanation, IReadOnlyDictionary<string, byte[]>> answers) =>
        _jobs.Add(await _server.BeginExplanationAsync(
            _models["flat"].TryLease()!, plan, Picture, 0, answers, _server.StartTimings(), default));

    private static async Task<bool> IsDisposedAsync(LongJob job) =>
        await Record.ExceptionAsync(() => ((ExplanationWork)job.Work).StepAsync(default)) is ObjectDisposedException;

    private bool IsKept(LongJob job)
    {
        try
        {
            return _jobs.Find<ExplanationWork>(job.Id) == job;
        }
        catch (ServingException)
        {
            return false;
        }
    }

    private static byte[] Bytes(Explanation explanation) => MemoryMarshal.AsBytes(explanation.Map.Values.AsSpan()).ToArray();

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
