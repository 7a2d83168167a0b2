using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Fovea.Inference;
using Fovea.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Errors;

/// <summary>
/// An engine that fails at one model or one input answers that request with 500, says so once in the log, and serves everything else.
/// </summary>
public sealed class EngineFaultTests : IAsyncLifetime
{
    private const string Faulty = """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[3,1000]}]}""";
    private const string Good = """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[3,4]}]}""";

    private readonly LogRecords _log = new();
    private readonly int _port = ServedV2.FreePort();
    private readonly TestModels _models = new TestModels().AddGood()
        .Add("reds", Reds())
        .Add(
            "rows", new OnnxFile().Input("x", -1, 2).Node("FaultyRunning", ["x"], "y", "the_node").Output("y", -1, 2)
                .Build(), settings: null)
        .Add(
            "lowering", new OnnxFile().Input("x", 1, 2).Node("FaultyLowering", ["x"], "y", "the_node").Output("y", 1, 2)
                .Build(), settings: null)
        .Add(
            "inferring", new OnnxFile().Input("x", 1, 2).Node("FaultyInferring", ["x"], "y", "the_node").Output("y", 1, 2)
                .Build(), settings: null)
        .Add(
            "shapes", new OnnxFile().Input("x", -1, -1).Node("FaultyLowering", ["x"], "y", "the_node").Output("y", -1, -1)
                .Build(), settings: null);

    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        services => services.AddSingleton(new InferenceEngine { FindOperator = FaultyOperator.Find }).AddSingleton<ILoggerProvider>(_log),
        ("Models:Path", _models.Folder), ("Grpc:Port", $"{_port}"));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_run_that_fails_is_answered_500_and_the_model_serves_the_next_request()
    {
        int before = _log.Errors.Count;

        JsonNode problem = await Client.Post("/predict?model=reds", HttpCalls.Image(Pictures.Red)).Problem(500, "engine_fault");

        Assert.Contains("'reds'", problem.Detail(), StringComparison.Ordinal);
        Assert.Contains("node 'the_node' (FaultyRunning)", problem.Detail(), StringComparison.Ordinal);
        (Exception? error, string message) = Assert.Single(_log.Errors.Skip(before));
        Assert.IsType<IndexOutOfRangeException>(Assert.IsType<EngineFaultException>(error).InnerException);
        Assert.Contains("'reds'", message, StringComparison.Ordinal);
        Assert.Contains("'the_node'", message, StringComparison.Ordinal);
        await Client.Post("/predict?model=reds", HttpCalls.Image(Pictures.Blue)).Json();
        await Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
        await Client.Get("/readyz").Json();
        Assert.Equal("ready", (await Client.Get("/models/reds").Json()).Text("state"));
    }

    [Fact]
    public async Task A_feature_map_that_fails_is_answered_500()
    {
        await Client.Post("/featuremaps/scores?model=reds", HttpCalls.Image(Pictures.Red)).Problem(500, "engine_fault");

        await Client.Post("/featuremaps/scores?model=reds", HttpCalls.Image(Pictures.Blue)).Json();
    }

    [Fact]
    public async Task In_company_only_the_request_that_causes_it_fails()
    {
        for (int round = 0; round < 5; round++)
        {
            Task<HttpResponseMessage>[] calls = [.. Enumerable.Range(0, 12).Select(i => Client.Infer("rows", i % 4 == 0 ? Faulty : Good))];
            for (int i = 0; i < calls.Length; i++)
            {
                if (i % 4 == 0)
                    await calls[i].V2Error(500);
                else
                    Assert.Equal("[3,4]", (await calls[i].Json())["outputs"]![0]!.Data());
            }
        }
    }

    [Fact]
    public async Task V2_and_gRPC_say_so_in_their_words()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
        var rpc = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        int before = _log.Errors.Count;

        string error = await Client.Infer("rows", Faulty).V2Error(500);
        RpcException status = await Assert.ThrowsAsync<RpcException>(async () => await rpc.ModelInferAsync(Request(1000)));
        ModelInferResponse answer = await rpc.ModelInferAsync(Request(4));

        Assert.Contains("node 'the_node' (FaultyRunning)", error, StringComparison.Ordinal);
        Assert.Equal((StatusCode.Internal, error), (status.StatusCode, status.Status.Detail));
        Assert.Equal([3, 4], answer.Outputs[0].Contents.Fp32Contents);
        Assert.Equal(
            2, _log.Errors.Skip(before).Count(
                record => record is { Error: EngineFaultException } && record.Message.Contains("'rows'", StringComparison.Ordinal)));
        Assert.Equal(2, _log.Errors.Count - before);
    }

    [Fact]
    public async Task What_is_compiled_for_a_request_fails_for_that_request()
    {
        string error = await Client.Infer("shapes", Good).V2Error(500);

        Assert.Contains(
            "node 'the_node' (FaultyLowering): lowering failed; that is a fault of the engine", error, StringComparison.Ordinal);
        await Client.Infer("rows", Good).Json();
    }

    [Theory]
    [InlineData("lowering", "lowering")]
    [InlineData("inferring", "inferring shapes")]
    public async Task A_model_that_fails_while_it_is_loaded_is_failed_with_the_reason_and_others_are_served(string model, string activity)
    {
        JsonNode described = await Client.Get($"/models/{model}").Json();
        JsonNode problem = await Client.Post($"/predict?model={model}", HttpCalls.Image(Pictures.Red)).Problem(503, "model_failed");

        Assert.Equal("failed", described.Text("state"));
        Assert.Contains(
            $"node 'the_node' (Faulty{char.ToUpperInvariant(model[0])}{model[1..]}): {activity} failed; that is a fault of the engine",
            described.Text("reason"), StringComparison.Ordinal);
        Assert.Contains(described.Text("reason"), problem.Detail(), StringComparison.Ordinal);
        (Exception? error, string message) = Assert.Single(
            _log.Errors, record => record.Message.Contains($"'{model}'", StringComparison.Ordinal));
        Assert.Contains(described.Text("reason"), message, StringComparison.Ordinal);
        Assert.IsType<IndexOutOfRangeException>(Assert.IsType<EngineFaultException>(error).InnerException);
        await Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    // A pixel of full red becomes the element at which the step fails; other pictures are scored.
    private static byte[] Reds() => new OnnxFile()
        .Input("image", -1, 3, 4, 4)
        .Weights("w", [3, 3, 1, 1], FaultyOperator.Fault, 0, 0, 0, 1, 0, 0, 0, 1)
        .Node("Conv", ["image", "w"], "conv", "Conv_0", ("kernel_shape", [1, 1]))
        .Node("FaultyRunning", ["conv"], "copy", "the_node")
        .Node("GlobalAveragePool", ["copy"], "pool", "Pool_2")
        .Node("Flatten", ["pool"], "scores", "Flatten_3")
        .Output("scores", -1, 3)
        .Build();

    private static ModelInferRequest Request(float last) => new()
    {
        ModelName = "rows",
        Inputs =
        {
            new ModelInferRequest.Types.InferInputTensor
            {
                Name = "x", Datatype = "FP32", Shape = { 1, 2 }, Contents = new InferTensorContents { Fp32Contents = { 3, last } },
            },
        },
    };
}
