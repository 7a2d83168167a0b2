using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Hosting.Statistics;
using Fovea.Models.Images;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.Serving;

/// <summary>Looks into a network: the maps of many layers, and the arithmetic of one cell.</summary>
public sealed class MicroscopeJobTests : IDisposable
{
    private readonly ServedModels _models = new();
    private readonly ImageStore _store = new(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
    private readonly ServingTelemetry _telemetry = new();
    private readonly Scheduler _scheduler = new(new SchedulerOptions { Parallelism = 1, Threads = 1 });
    private readonly ImageUpload _upload = new(null, SampleImages.Encode(SKEncodedImageFormat.Png, 9, 8));
    private readonly ModelServer _server;

    public MicroscopeJobTests()
    {
        foreach (string form in ServedModels.Forms.Keys)
            _models.Add(form, ServedModels.Forms[form](), settings: null);
        _models.Load();
        _server = new ModelServer(new SkiaImageDecoder(), _store, _scheduler, _telemetry);
    }

    public static TheoryData<string> Forms() => [.. ServedModels.Forms.Keys];

    public void Dispose()
    {
        _scheduler.Dispose();
        _telemetry.Dispose();
        _store.Dispose();
        _models.Dispose();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_layer_is_shown_with_the_map_that_it_has_alone(string form)
    {
        HostedModel model = _models[form];
        var shown = new List<(string Layer, Shape Shape, float[] Values)>();
        await _server.ObserveLayersAsync(
            model, model.Layers, _upload, (map, _) => shown.Add((map.Layer.Name, map.Shape, map.Values.ToArray())), new StageTimings(),
            default);
        Assert.Equal(model.Layers.Select(layer => layer.Name), shown.Select(map => map.Layer));
        foreach (LayerInfo layer in model.Layers)
        {
            (Shape shape, float[] values) = await _server.ComputeMapAsync(
                model, layer, _upload, map => (map.Shape, map.Values.ToArray()), new StageTimings(), default);
            (_, Shape ownShape, float[] own) = shown.Single(map => map.Layer == layer.Name);
            Assert.Equal(shape, ownShape);
            Assert.All(values.Zip(own), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_cell_has_its_value_its_box_and_its_arithmetic(string form)
    {
        HostedModel model = _models[form];
        foreach (LayerInfo layer in model.Layers)
        {
            float[] values = await _server.ComputeMapAsync(model, layer, _upload, map => map.Values.ToArray(), new StageTimings(), default);
            Shape shape = model.MapShape(layer);
            // Where a run drops the axis that counts images, all axes are the cell's.
            int[] last = [.. shape.Skip(shape.Rank == 1 ? 0 : 1).Select(extent => (int)extent - 1)];
            ExplainedCell cell = await _server.ExplainCellAsync(model, layer, last, _upload, new StageTimings(), default);
            Assert.Equal(values[^1], cell.Value, 1e-4);
            Assert.Equal(shape, cell.Shape);
            Assert.NotNull(cell.Box);
            Assert.True(cell.Explanation is not null || cell.Why is not null);
            PictureBox picture = cell.Picture!;
            Assert.InRange(picture.Top, -1e-6, picture.Bottom);
            Assert.InRange(picture.Right, picture.Left, 9 + 1e-6);
            if (cell.Explanation is { } explanation)
                Assert.InRange(Math.Abs(explanation.Difference), 0, 1e-3 * (1 + Math.Abs(explanation.Value)));
        }
    }

    [Fact]
    public async Task Another_cell_of_an_open_layer_takes_no_run()
    {
        HostedModel model = _models["nchw"];
        LayerInfo layer = model.Layers[0];
        int[] first = [.. model.MapShape(layer).Skip(1).Select(_ => 0)];
        ExplainedCell cell = await _server.ExplainCellAsync(model, layer, first, _upload, new StageTimings(), default);
        CellReadings.Kept kept = model.Readings.Find(CellReadings.Key(layer.Name, _upload.Bytes.Span))!;
        ExplainedCell again = await _server.ExplainCellAsync(model, layer, first, _upload, new StageTimings(), default);
        Assert.Same(kept, model.Readings.Find(CellReadings.Key(layer.Name, _upload.Bytes.Span)));
        Assert.Equal(cell.Value, again.Value);
        Assert.Equal(cell.Picture, again.Picture);
        var other = new ImageUpload(null, SampleImages.Encode(SKEncodedImageFormat.Png, 12, 7));
        Assert.Null(model.Readings.Find(CellReadings.Key(layer.Name, other.Bytes.Span)));
        Assert.Equal(first, (await _server.ExplainCellAsync(model, layer, first, other, new StageTimings(), default)).Cell);
    }

    [Fact]
    public async Task What_is_looked_at_counts_as_no_prediction()
    {
        HostedModel model = _models["nchw"];
        var wrong = new InvalidOperationException("wrong");
        Assert.Equal(7, await _server.WorkAsync(model, (threads, _) => 6 + threads, new StageTimings(), default));
        Assert.Same(wrong, await Assert.ThrowsAsync<InvalidOperationException>(
            () => _server.WorkAsync<int>(model, (_, _) => throw wrong, new StageTimings(), default)));
        await _server.ObserveLayersAsync(model, model.Layers, _upload, (_, _) => { }, new StageTimings(), default);

        StatisticsSnapshot statistics = model.Statistics.Snapshot();
        Assert.Equal((0, 0), (statistics.ExecutionCount, statistics.Fail.Count));
    }

    [Fact]
    public async Task A_cell_that_does_not_exist_is_refused()
    {
        HostedModel model = _models["nchw"];
        await Assert.ThrowsAsync<ArgumentException>(() => _server.ExplainCellAsync(
            model, model.Layers[0], [0, 0, 1000], _upload, new StageTimings(), default));
    }

    [Fact]
    public async Task An_exception_of_the_observer_ends_the_request()
    {
        HostedModel model = _models["nchw"];
        var thrown = new FormatException("of the caller");
        Assert.Same(thrown, await Assert.ThrowsAsync<FormatException>(() => _server.ObserveLayersAsync(
            model, model.Layers, _upload, (_, _) => throw thrown, new StageTimings(), default)));
        Assert.NotEqual(
            default, await _server.ObserveLayersAsync(model, model.Layers, _upload, (_, _) => { }, new StageTimings(), default));
    }

    [Fact]
    public void Looks_into_a_network_wait_behind_predictions()
    {
        HostedModel model = _models["nchw"];
        using var layers = new LayersJob(model, model.Layers, _upload, (_, _) => { }, new SkiaImageDecoder(), _telemetry, default);
        using var cell = new CellJob(model, model.Layers[0], [0, 0, 0], _upload, new SkiaImageDecoder(), _telemetry, default);
        Assert.Equal([JobPriority.Background, JobPriority.Background], new[] { layers.Priority, cell.Priority });
        Assert.True(JobPriority.Background < JobPriority.Normal);
        Assert.Equal(JobPriority.Normal, new InferOptions().Order);
        Assert.True(new InferOptions { Priority = int.MaxValue }.Order > JobPriority.Normal);
    }

    [Fact]
    public void The_axis_of_rows_of_each_layout() => Assert.Equal(
        [2, 1, 1, 0, 1, 0], Enum.GetValues<TensorLayout>().Select(layout => layout.RowAxis()));
}
