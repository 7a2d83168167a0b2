using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>
/// Every call of the OpenAPI document, and every kind of body that it takes, is executed in Swagger UI in a real browser with what the page
/// offers. Chosen here are only files, where there is a field for one, and what <see cref="Filled"/> lists with the reason. The page's
/// tags fold but for the one in use: it draws all calls that are shown at each click.
/// </summary>
public sealed class SwaggerExampleTests
{
    private const string AdminKey = "admin-key-0123456789";
    private const int LongSteps = 100_000;
    private const string Octets = "application/octet-stream";

    /// <summary>Calls that others depend on, or that take away what others need: these come first or last, in this order.</summary>
    private static readonly string[] First = ["predict", "beginStyleTransfer"];

    private static readonly string[] Last =
    [
        "pauseStyleTransfer", "resumeStyleTransfer", "cancelStyleTransfer",
        "unloadModel", "loadModel", "v2RepositoryUnload", "v2RepositoryLoad",
    ];

    /// <summary>What no example can know: operation, kind of body (null where it has none), parameter, and its value.</summary>
    private static readonly (string Operation, string? Body, string Parameter, Func<Known, string> Value)[] Filled =
    [
        // The id of an image is new with every prediction.
        ("getFeatureMap", null, "image", known => known.Image!),
        ("getFeatureMaps", null, "image", known => known.Image!),
        ("getPreprocessed", null, "image", known => known.Image!),
        ("explainImage", null, "image", known => known.Image!),
        ("getImage", null, "image", known => known.Image!),
        // A dump is another program's: the image is compared with a kept one.
        ("compareLayers", "multipart/form-data", "otherImage", known => known.Image!),
        ("compareLayers", "application/json", "otherImage", known => known.Image!),
        // The id of a style transfer is new too; the one that is paused must not have ended.
        ("getStyleTransfer", null, "job", known => known.Job!),
        ("followStyleTransfer", null, "job", known => known.Job!),
        ("getStyledImage", null, "job", known => known.Job!),
        ("pauseStyleTransfer", null, "job", known => known.LongJob!),
        ("resumeStyleTransfer", null, "job", known => known.LongJob!),
        ("cancelStyleTransfer", null, "job", known => known.LongJob!),
        // Bytes alone are a tensor where the length of the JSON before them is 0.
        ("v2Infer", Octets, "Inference-Header-Content-Length", _ => "0"),
        ("v2InferOfVersion", Octets, "Inference-Header-Content-Length", _ => "0"),
    ];

    [Fact]
    public async Task Every_call_of_the_bundled_model_succeeds() => await EveryCallSucceedsAsync("", 1 * 28 * 28, everyBody: true);

    [Fact]
    public async Task Every_call_of_a_model_of_ones_own_succeeds()
    {
        using TestModels models = new TestModels().Add("colours", TestModels.Colours(-1), "red\ngreen\nblue\n");

        await EveryCallSucceedsAsync(models.Folder, 3 * 4 * 4, everyBody: false);
    }

    [Fact]
    public async Task Every_call_succeeds_where_no_model_is_the_default()
    {
        using TestModels models = new TestModels()
            .Add("aaa-tensors", TestModels.Colours(-1), settings: null)
            .Add("colours", TestModels.Colours(-1), "red\ngreen\nblue\n")
            .Add("pixels", TestModels.Colours(-1), "red\ngreen\nblue\n");

        await EveryCallSucceedsAsync(models.Folder, 3 * 4 * 4, everyBody: false, ("Models:Bundled", "false"));
    }

    /// <summary>Without <paramref name="everyBody"/>, a call is executed with the body that has the model's example in it.</summary>
    private static async Task EveryCallSucceedsAsync(
        string folder, int elements, bool everyBody, params (string Name, string Value)[] settings)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            [("Models:Path", folder), ("Security:AdminKey", AdminKey), ("StyleTransfer:MaxSteps", $"{LongSteps}"), .. settings]);
        Call[] calls = [.. Calls(await factory.Client.Get("/openapi/v1.json").Json(), everyBody).OrderBy(Position)];
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(factory.Client.BaseAddress!);
        await swagger.AuthorizeAsync(AdminKey);
        Assert.Equal(await swagger.Page.Locator(".opblock").CountAsync(), calls.Length);
        await swagger.FoldTagsAsync();
        string tensor = Path.Combine(Directory.CreateTempSubdirectory("fovea-tensor-").FullName, "tensor.bin");
        await File.WriteAllBytesAsync(tensor, new byte[elements * sizeof(float)]);
        var known = new Known();

        var failed = new List<string>();
        string tag = "";
        foreach (Call call in calls)
        {
            if (call.Tag != tag)
                await swagger.FoldTagsAsync(except: tag = call.Tag);
            if (call.Operation == Last[0])
                await known.BeginLongJobAsync(factory.Client);
            ILocator block = await swagger.UnfoldAsync(call.Operation);
            foreach (string? body in call.Bodies)
            {
                IResponse response = await ExecuteAsync(swagger, block, call.Operation, body, tensor, known);
                if (response.Status is not (200 or 202))
                    failed.Add($"{call.Operation} {body}: {response.Status} {await SwaggerBrowser.Body(block).InnerTextAsync()}");
                else if (call.Operation == "predict")
                    known.Image = JsonNode.Parse(await SwaggerBrowser.Body(block).InnerTextAsync())!["results"]![0]!.Text("id");
                else if (call.Operation == "beginStyleTransfer")
                    known.Begun = JsonNode.Parse(await SwaggerBrowser.Body(block).InnerTextAsync());
                await block.Locator("button.btn-clear").ClickAsync();
            }

            await block.Locator(".opblock-summary-control").ClickAsync();
        }

        File.Delete(tensor);
        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed));
        Assert.Empty(swagger.Complaints);
        Assert.Empty(First.Concat(Last).Concat(Filled.Select(row => row.Operation)).Except(calls.Select(call => call.Operation)));
    }

    private static async Task<IResponse> ExecuteAsync(
        SwaggerBrowser swagger, ILocator block, string operation, string? body, string tensor, Known known)
    {
        if (body is not null)
            await block.Locator(".opblock-section-request-body select.content-type").SelectOptionAsync(body);
        foreach ((_, _, string parameter, Func<Known, string> value) in Filled.Where(row => (row.Operation, row.Body) == (operation, body)))
            await SwaggerBrowser.Parameter(block, parameter).Locator("input").FillAsync(value(known));
        bool isTensor = body == Octets && operation.StartsWith("v2Infer", StringComparison.Ordinal);
        return await swagger.ExecuteAsync(
            block, isTensor ? tensor : SwaggerBrowser.Sample("digit-7.png"), everyField: operation == "beginStyleTransfer");
    }

    private static IEnumerable<Call> Calls(JsonNode document, bool everyBody) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        let bodies = operation.Value!["requestBody"]?["content"]?.AsObject().Select(body => body.Key).ToArray() ?? [null]
        select new Call(
            operation.Value!.Text("operationId"), $"{operation.Value!["tags"]![0]}",
            everyBody ? bodies : [bodies.FirstOrDefault(body => body == "application/json", bodies[0])]);

    private static int Position(Call call) =>
        First.Contains(call.Operation) ? -1 : Array.IndexOf(Last, call.Operation) + 1;

    private sealed record Call(string Operation, string Tag, string?[] Bodies);

    /// <summary>What earlier answers said.</summary>
    private sealed class Known
    {
        public string? Image { get; set; }

        /// <summary>The style transfer that was begun, which is short.</summary>
        public JsonNode? Begun { get; set; }

        public string? Job => Begun?.Text("id");

        public string? LongJob { get; private set; }

        /// <summary>Begins a long one like it, and pauses it, so that a small network has not done its steps before it is needed.</summary>
        public async Task BeginLongJobAsync(HttpClient client)
        {
            string layer = Uri.EscapeDataString($"{Begun!["recipe"]!["contentLayers"]![0]}");
            string query = $"?model={Begun.Text("model")}&contentLayers={layer}&styleLayers={layer}&steps={LongSteps}";
            LongJob = (await StyleTransferCalls.BeginAsync(client, query)).Text("id");
            await client.Post($"/style-transfers/{LongJob}/pause", null).Json();
        }
    }
}
