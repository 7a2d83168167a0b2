using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.Serving;

/// <summary>
/// Networks without a batch axis, of bytes, with channels last, and with unit axes or none around their scores answer as the same network
/// with [N,3,H,W] and [N,C] does.
/// </summary>
public sealed class InputFormTests : IDisposable
{
    private const string Raw = """{ "resize": { "rule": "exact" }, "input": { "channels": "rgb" }, "normalize": "none" }""";

    private static readonly byte[][] Photos =
    [
        SampleImages.Encode(SKEncodedImageFormat.Png, 9, 8), SampleImages.Encode(SKEncodedImageFormat.Png, 21, 33),
        SampleImages.Encode(SKEncodedImageFormat.Webp, 17, 17),
    ];

    private readonly ServedModels _models = ServedModels.Forms
        .Aggregate(new ServedModels(), (models, form) => models.Add(form.Key, form.Value(), Raw)).Load();

    private readonly ImageStore _store = new(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
    private readonly ServingTelemetry _telemetry = new();
    private readonly Scheduler _scheduler = new(new SchedulerOptions { Parallelism = 1, Threads = 1 });
    private readonly ModelServer _server;

    public InputFormTests() => _server = new ModelServer(new SkiaImageDecoder(), _store, _scheduler, _telemetry);

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
    public async Task Images_get_the_same_answers_alone_and_together(string form)
    {
        string[] expected = await Predict("nchw", Photos);
        Assert.Equal(Photos.Length, expected.Distinct().Count());
        Assert.Equal(expected, await Predict(form, Photos));
        for (int i = 0; i < Photos.Length; i++)
            Assert.Equal(expected[i], Assert.Single(await Predict(form, Photos[i])));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_networks_outputs_have_a_row_per_image_beside_the_answers(string form)
    {
        ImageInference expected = await Infer("nchw", answers: true);
        ImageInference found = await Infer(form, answers: true);
        Tensor scores = Assert.Single(found.Outputs);
        Assert.Equal(Photos.Length, scores.Shape[0]);
        Assert.Equal(expected.Outputs[0].Span<float>().ToArray(), scores.Span<float>().ToArray());
        Assert.Equal(expected.Answers.Select(Text), found.Answers.Select(Text));
    }

    [Theory]
    [InlineData("chw")]
    [InlineData("hwc")]
    [InlineData("bytes-hwc")]
    public async Task Outputs_alone_have_a_row_per_image_too_where_a_run_takes_one(string form)
    {
        ImageInference found = await Infer(form, answers: false);
        Assert.Equal(new Shape(Photos.Length, 1, 5), found.Outputs[0].Shape);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Feature_maps_are_the_same(string form)
    {
        FeatureMap expected = await Map("nchw", "conv");
        FeatureMap found = await Map(form, "conv");
        Assert.Equal(new Shape(1, 5, 6, 6), found.Shape);
        Assert.True(found.IsMap);
        Assert.Equal(expected.Values.ToArray(), found.Values.ToArray());
        HostedModel model = _models[form];
        Assert.Equal(found.Shape, model.MapShape(model.FindLayer("conv")));
    }

    [Fact]
    public async Task A_layer_without_a_batch_axis_is_a_map_of_its_channels()
    {
        using ServedModels models = new ServedModels().Add("lone", new OnnxFile().Input("x", 3, 8, 8).Weights("half", [], 0.5f)
            .Weights("w", [2, 3, 1, 1], 1, 2, 3, 4, 5, 6).Integers("zero", 0).Node("Mul", ["x", "half"], "halved")
            .Node("Unsqueeze", ["halved", "zero"], "batch").Node("Conv", ["batch", "w"], "y").Output("y", 1, 2, 8, 8), Raw).Load();
        HostedModel model = models["lone"];
        LayerInfo layer = model.FindLayer("halved");
        FeatureMap map = await _server.ComputeMapAsync(
            model, layer, new ImageUpload(null, Photos[0]), map => map, new StageTimings(), default);
        Assert.Equal((new Shape(1, 3, 8, 8), 3, true), (map.Shape, map.Channels, map.IsMap));
        Assert.Equal(map.Shape, model.MapShape(layer));
        Assert.Null(model.Task);
    }

    [Fact]
    public async Task Images_are_refused_together_where_shapes_depend_on_one()
    {
        // As many values as the mean of the picture.
        using ServedModels models = new ServedModels().Add("counting", new OnnxFile().Input("x", 3, 8, 8).Weights("k", [1], 5)
            .Weights("w", [1, 3, 1, 1], 1, 1, 1).Integers("zero", 0).Integers("one", 1).Node("Unsqueeze", ["x", "zero"], "batch")
            .Node("Conv", ["batch", "w"], "map").NodeWith("ReduceMean", ["x"], "mean", "keepdims", 0)
            .NodeWith("Cast", ["mean"], "count", "to", OnnxFile.Int64).Node("Reshape", ["count", "one"], "shape")
            .Node("Expand", ["k", "shape"], "y").Output("y", -1), Raw).Load();
        ImageInference one = await _server.InferAsync(
            models["counting"], [new ImageUpload(null, Photos[0])], new InferOptions(), run => run, new StageTimings(), default);
        Assert.Equal((1, 2), (one.Outputs[0].Shape[0], one.Outputs[0].Shape.Rank));
        ServingException error = await Assert.ThrowsAsync<ServingException>(() => _server.InferAsync(
            models["counting"], [.. Photos.Select(bytes => new ImageUpload(null, bytes))], new InferOptions(),
            run => run, new StageTimings(), default));
        Assert.Contains(
            "found 3 images, send them one by one", Assert.IsType<InvalidInputException>(error.InnerException).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tensor_of_one_image_is_one_row_of_a_network_without_a_batch()
    {
        HostedModel model = _models["chw"];
        IReadOnlyList<Tensor> outputs = await _server.InferAsync(
            model, [ServedModels.Tensor(1, 3, 8, 8)], new InferOptions(), run => run.Outputs, new StageTimings(), default);
        Assert.Equal(new Shape(1, 5), outputs[0].Shape);
        Assert.Equal((1, 1), (model.Statistics.Snapshot().ExecutionCount, model.Statistics.Snapshot().InferenceCount));
    }

    private async Task<string[]> Predict(string form, params byte[][] photos) =>
    [
        .. (await _server.PredictAsync(
            _models[form], [.. photos.Select(bytes => new ImageUpload(null, bytes))], TaskArguments.None, new StageTimings(), default))
            .Select(answer => Text(answer.Answer)),
    ];

    private Task<ImageInference> Infer(string form, bool answers) => _server.InferAsync(
        _models[form], [.. Photos.Select(bytes => new ImageUpload(null, bytes))], new InferOptions { Answers = answers },
        run => run, new StageTimings(), default);

    private Task<FeatureMap> Map(string form, string layer) => _server.ComputeMapAsync(
        _models[form], _models[form].FindLayer(layer), new ImageUpload(null, Photos[1]), map => map, new StageTimings(), default);

    private static string Text(object answer) =>
        string.Join(' ', ((IReadOnlyList<PredictedLabel>)answer).Select(label => $"{label.Index}:{label.Probability:R}"));
}
