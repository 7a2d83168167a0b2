using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Grpc.Core;

namespace Fovea.Api.Tests.OpenInference;

/// <summary>
/// A client that fills in every listed input, by the metadata alone, gets every listed output, of every model that the server lists and of
/// every name that stands for images.
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class FilledRequestTests(ServedV2 served)
{
    // A file that declares any extent and multiplies by a matrix of two rows; a network whose scores have no classes. How they are refused:
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["product"] = "The model 'product' cannot run on these inputs",
        ["not-a-number@image"] = "The model failed while it ran: The model's score of",
    };

    [Fact]
    public async Task Over_http_as_json()
    {
        foreach ((string model, string address) in await ModelsAsync())
        {
            JsonNode metadata = await served.Client.Get(address).Json();
            Task<HttpResponseMessage> call =
                served.Client.Post($"{address}/infer", V2Calls.JsonBody(FilledRequests.Json(metadata)));

            await CheckAsync(model, metadata, call);
        }
    }

    [Fact]
    public async Task Over_http_as_bytes()
    {
        foreach ((string model, string address) in await ModelsAsync())
        {
            JsonNode metadata = await served.Client.Get(address).Json();
            (string json, byte[][] tail) = FilledRequests.Binary(metadata);

            await CheckAsync(model, metadata, served.Client.InferBinary(address["/v2/models/".Length..], json, tail));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_grpc(bool raw)
    {
        foreach ((string model, string version) in await RpcModelsAsync())
        {
            ModelMetadataResponse metadata = await served.Rpc.ModelMetadataAsync(new() { Name = model, Version = version });
            if (!raw && metadata.Inputs.Any(input => input.Datatype is "FP16" or "BF16"))
                continue; // there is no list for them
            ModelInferRequest request = FilledRequests.Rpc(metadata, version, raw);
            if (Refused.TryGetValue(model, out string? refusal))
            {
                RpcException error = await Assert.ThrowsAsync<RpcException>(() => served.Rpc.ModelInferAsync(request).ResponseAsync);
                Assert.StartsWith(refusal, error.Status.Detail, StringComparison.Ordinal);
                continue;
            }

            ModelInferResponse answer = await served.Rpc.ModelInferAsync(request);

            Assert.Equal((model, version), (answer.ModelName, answer.ModelVersion));
            Assert.Equal(
                metadata.Outputs.Select(output => (output.Name, output.Datatype)),
                answer.Outputs.Select(output => (output.Name, output.Datatype)));
            foreach ((var listed, var output) in metadata.Outputs.Zip(answer.Outputs))
                AssertFits([.. listed.Shape], [.. output.Shape]);
        }
    }

    /// <summary>The names and addresses of every version that is ready, found as a client finds them.</summary>
    private async Task<IReadOnlyList<(string Model, string Address)>> ModelsAsync()
    {
        JsonArray index = (await served.Client.Post("/v2/repository/index", V2Calls.JsonBody("""{"ready":true}""")).Json()).AsArray();
        var models = new List<(string Model, string Address)>();
        foreach (JsonNode? entry in index)
        {
            string name = entry!.Text("name"), version = entry!.Text("version");
            models.Add((name, Address(name)));
            JsonNode metadata = await served.Client.Get(Address(name)).Json();
            if (metadata["parameters"]?["image_model"]?.GetValue<string>() is { } images)
                models.Add((images, Address(images)));

            string Address(string model) => $"/v2/models/{model}/versions/{version}";
        }

        Assert.Contains(models, model => model.Model == "digits");
        Assert.Contains(models, model => model.Model == "types");
        Assert.Contains(models, model => model.Model == "colours-in-pairs@image");
        return models;
    }

    private async Task<IReadOnlyList<(string Model, string Version)>> RpcModelsAsync()
    {
        var models = new List<(string Model, string Version)>();
        foreach (RepositoryIndexResponse.Types.ModelIndex entry in (await served.Rpc.RepositoryIndexAsync(new() { Ready = true })).Models)
        {
            models.Add((entry.Name, entry.Version));
            ModelConfig config = (await served.Rpc.ModelConfigAsync(new() { Name = entry.Name, Version = entry.Version })).Config;
            if (config.Parameters.TryGetValue("image_model", out ModelParameter? images))
                models.Add((images.StringValue, entry.Version));
        }

        Assert.Contains(models, model => model.Model == "digits");
        Assert.Contains(models, model => model.Model == "types");
        Assert.Contains(models, model => model.Model == "colours-in-pairs@image");
        return models;
    }

    private static async Task CheckAsync(string model, JsonNode metadata, Task<HttpResponseMessage> call)
    {
        if (Refused.TryGetValue(model, out string? refusal))
        {
            using HttpResponseMessage response = await call;
            JsonNode error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.StartsWith(refusal, error.Text("error"), StringComparison.Ordinal);
            return;
        }

        JsonNode answer = await call.Json();
        Assert.Equal(model, answer.Text("model_name"));
        JsonArray listed = metadata["outputs"]!.AsArray(), outputs = answer["outputs"]!.AsArray();
        Assert.Equal(
            listed.Select(output => (output!.Text("name"), output!.Text("datatype"))),
            outputs.Select(output => (output!.Text("name"), output!.Text("datatype"))));
        foreach ((JsonNode? declared, JsonNode? output) in listed.Zip(outputs))
            AssertFits(Extents(declared!), Extents(output!));
    }

    private static long[] Extents(JsonNode tensor) => [.. tensor["shape"]!.AsArray().Select(extent => extent!.GetValue<long>())];

    private static void AssertFits(long[] listed, long[] answered) =>
        Assert.Equal(listed, answered.Select((extent, axis) => axis < listed.Length && listed[axis] < 0 ? -1 : extent));
}
