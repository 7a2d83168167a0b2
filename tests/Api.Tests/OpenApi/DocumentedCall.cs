using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>A call of the OpenAPI document, to be executed with its examples.</summary>
/// <param name="Path">Its address, with parameters in braces.</param>
/// <param name="Method">GET or POST, in small letters.</param>
/// <param name="Description">What the document says of it.</param>
internal sealed record DocumentedCall(string Path, string Method, JsonNode Description)
{
    public const string Octets = "application/octet-stream";
    public const string AdminKey = "admin-key-0123456789";
    private const int LongSteps = 100_000;

    /// <summary>What a service needs so that every call can succeed.</summary>
    public static readonly (string Name, string Value)[] Settings =
        [("Security:AdminKey", AdminKey), ("StyleTransfer:MaxSteps", $"{LongSteps}"), ("Jobs:MaxQueue", "20")];

    /// <summary>Calls that others depend on, or that take away what others need: these come first or last, in this order.</summary>
    private static readonly string[] First = ["predict", "beginStyleTransfer", "beginExplanation", "beginPrediction"];

    private static readonly string[] Last =
    [
        "pauseStyleTransfer", "resumeStyleTransfer", "cancelStyleTransfer", "cancelExplanation", "cancelPrediction",
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
        ("getExplanation", null, "job", known => known.Explanation!),
        ("followExplanation", null, "job", known => known.Explanation!),
        ("getExplanationAnswer", null, "job", known => known.Explanation!),
        ("cancelExplanation", null, "job", known => known.Explanation!),
        ("getPrediction", null, "job", known => known.Prediction!),
        ("followPrediction", null, "job", known => known.Prediction!),
        ("cancelPrediction", null, "job", known => known.Prediction!),
        // Bytes alone are a tensor where the length of the JSON before them is 0.
        ("v2Infer", Octets, "Inference-Header-Content-Length", _ => "0"),
        ("v2InferOfVersion", Octets, "Inference-Header-Content-Length", _ => "0"),
    ];

    public string Operation { get; } = Description.Text("operationId");

    public string Tag => $"{Description["tags"]![0]}";

    /// <summary>The kinds of body that it takes; null where it has none.</summary>
    public string?[] Bodies { get; } =
        Description["requestBody"]?["content"]?.AsObject().Select(body => body.Key).ToArray() ?? [null];

    /// <summary>Whether later calls need its answer.</summary>
    public bool Teaches => First.Contains(Operation);

    /// <summary>Whether a body of this kind is a tensor rather than an image.</summary>
    public bool TakesTensor(string? body) => body == Octets && Operation.StartsWith("v2Infer", StringComparison.Ordinal);

    /// <summary>All calls, in an order in which each can succeed.</summary>
    public static DocumentedCall[] ReadAll(JsonNode document)
    {
        DocumentedCall[] calls =
        [
            .. (from path in document["paths"]!.AsObject()
                from operation in path.Value!.AsObject()
                select new DocumentedCall(path.Key, operation.Key, operation.Value!)).OrderBy(call => call.Position),
        ];
        Assert.Empty(First.Concat(Last).Concat(Filled.Select(row => row.Operation)).Except(calls.Select(call => call.Operation)));
        return calls;
    }

    /// <summary>What no example can know, for a body of this kind.</summary>
    public IEnumerable<(string Parameter, string Value)> FilledWith(string? body, Known known) =>
        from row in Filled where (row.Operation, row.Body) == (Operation, body) select (row.Parameter, row.Value(known));

    /// <summary>Is called before the call is executed: some need more than what answers said.</summary>
    public async Task PrepareAsync(HttpClient client, Known known)
    {
        if (Operation == Last[0])
            known.LongJob = await BeginLongJobAsync(client, known.Begun!);
        // A job has a picture after its first step, and an explanation at its end.
        else if (Operation == "getStyledImage")
            await StyleTransferCalls.UntilAsync(client, known.Job!, job => job["stepsDone"]!.GetValue<int>() > 0);
        else if (Operation == "getExplanationAnswer")
            await ServerEvents.ReadAsync(client, $"/explanations/{known.Explanation}/events");
    }

    /// <summary>Whether an answer with this status is what the example is for.</summary>
    public static bool Succeeded(int status) => status is 200 or 202;

    /// <summary>Keeps what later calls need of the answer of a call that <see cref="Teaches"/>.</summary>
    public void Learn(string answer, Known known)
    {
        JsonNode parsed = JsonNode.Parse(answer)!;
        if (Operation == "predict")
            known.Image = parsed["results"]![0]!.Text("id");
        else if (Operation == "beginExplanation")
            known.Explanation = parsed.Text("id");
        else if (Operation == "beginPrediction")
            known.Prediction = parsed.Text("id");
        else
            known.Begun = parsed;
    }

    private int Position => First.Contains(Operation) ? -1 : Array.IndexOf(Last, Operation) + 1;

    // A long one like the other, which is paused, so that a small network has not done its steps before it is needed.
    private static async Task<string> BeginLongJobAsync(HttpClient client, JsonNode begun)
    {
        string layer = Uri.EscapeDataString($"{begun["recipe"]!["contentLayers"]![0]}");
        string query = $"?model={begun.Text("model")}&contentLayers={layer}&styleLayers={layer}&steps={LongSteps}";
        string job = (await StyleTransferCalls.BeginAsync(client, query)).Text("id");
        await client.Post($"/style-transfers/{job}/pause", null).Json();
        return job;
    }

    /// <summary>What earlier answers said.</summary>
    public sealed class Known
    {
        public string? Image { get; set; }

        /// <summary>The style transfer that was begun, which is short.</summary>
        public JsonNode? Begun { get; set; }

        public string? Job => Begun?.Text("id");

        public string? LongJob { get; set; }

        /// <summary>The explanation that was begun.</summary>
        public string? Explanation { get; set; }

        /// <summary>The prediction that was begun.</summary>
        public string? Prediction { get; set; }
    }
}
