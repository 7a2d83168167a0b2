using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Http.Inference;
using Fovea.Api.Tests.Support;
using Fovea.Inference;

namespace Fovea.Api.Tests.OpenInference.Core;

/// <summary>How much one request may name, and have written out.</summary>
[Collection(nameof(ServedV2))]
public sealed class InferLimitsTests(ServedV2 served)
{
    [Theory]
    [InlineData("inputs", """{"name":"x","datatype":"FP32","shape":[1],"data":[1]}""", 5000)]
    [InlineData("outputs", """{"name":"x"}""", 5000)]
    public async Task More_tensors_than_any_model_has_are_refused(string list, string item, int count)
    {
        string json = $$"""{"{{list}}": [{{string.Join(',', Enumerable.Repeat(item, count))}}]}""";

        await RefusedAsync("/v2/models/echo/infer", json, 413, $"more than 4096 '{list}'");
    }

    [Fact]
    public async Task More_images_than_are_taken_are_refused_before_they_are_listed()
    {
        string many = string.Join(',', Enumerable.Repeat("\"\"", 200_000));

        await RefusedAsync(
            "/v2/models/colours/infer",
            $$"""{"inputs":[{"name":"image","datatype":"BYTES","shape":[200000],"data":[{{many}}]}]}""", 413, "at most 1024 elements");
    }

    [Fact]
    public void More_numbers_than_are_written_as_text_are_refused()
    {
        var shape = new Shape(InferLimits.MaxTextElements + 1);
        var tensor = new Tensor(ElementType.UInt8, shape, new byte[InferLimits.MaxTextElements + 1]);
        var output = new OutputValue("y", shape, tensor, null, false);

        ApiException error = Assert.Throws<ApiException>(() => InferResponseWriter.Make(null!, null, [output]));

        Assert.Contains("binary_data_output", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_classes_than_are_answered_are_refused()
    {
        var shape = new Shape(300, 1000);
        var tensor = new Tensor(ElementType.UInt8, shape, new byte[300_000]);

        ApiException error = Assert.Throws<ApiException>(
            () => ClassificationOutput.Of(null!, new RequestedOutput("y", int.MaxValue), tensor, false));

        Assert.Contains("300 rows of 1000 classes", error.Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string address, string json, int status, string found)
    {
        using HttpResponseMessage response = await served.Client.Post(address, new StringContent(json, Encoding.UTF8, "application/json"));
        string error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.Text("error");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(found, error, StringComparison.Ordinal);
    }
}
