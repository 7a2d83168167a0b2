using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// The statistics extension (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md).
/// </summary>
public sealed class V2StatisticsTests
{
    private const string TwoRows = """{"inputs":[{"name":"x","shape":[2,1,2],"datatype":"FP32","data":[1,2,3,4]}]}""";

    [Fact]
    public async Task They_count_requests_rows_runs_and_time_per_model_and_batch()
    {
        using TestModels models = new TestModels().AddTyped();
        // With one place, the rows of a request are not shared out among cores.
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Models:Bundled", "false"), ("Batching:Parallelism", "1"));
        JsonNode before = One(await factory.Client.Get("/v2/models/echo/stats").Json());
        long start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        for (int i = 0; i < 3; i++)
            await factory.Client.Infer("echo", TwoRows).Json();

        JsonNode after = One(await factory.Client.Get("/v2/models/echo/versions/1/stats").Json());
        Assert.Equal((0, 0), (before["inference_count"]!.GetValue<long>(), before["last_inference"]!.GetValue<long>()));
        Assert.Equal(("echo", "1"), (after.Text("name"), after.Text("version")));
        Assert.Equal(6, after["inference_count"]!.GetValue<long>());
        Assert.Equal(3, after["execution_count"]!.GetValue<long>());
        Assert.InRange(after["last_inference"]!.GetValue<long>(), start, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        JsonObject times = after["inference_stats"]!.AsObject();
        Assert.Equal(
            ["success", "fail", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"],
            times.Select(time => time.Key));
        Assert.Equal(3, times["success"]!["count"]!.GetValue<long>());
        Assert.True(times["success"]!["ns"]!.GetValue<long>() > 0);
        Assert.Equal(0, times["fail"]!["count"]!.GetValue<long>());
        JsonNode batch = after["batch_stats"]!.AsArray().Single()!;
        Assert.Equal((2, 3), (batch["batch_size"]!.GetValue<long>(), batch["compute_infer"]!["count"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Without_a_name_every_loaded_model_is_there()
    {
        using TestModels models = new TestModels().AddTyped().Add("truncated", TestModels.Colours(-1)[..^40]);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Models:Bundled", "false"));

        JsonArray all = (await factory.Client.Get("/v2/models/stats").Json())["model_stats"]!.AsArray();

        Assert.Equal(
            ["bfloat", "echo", "further-types", "half", "product", "sum-and-difference", "types"],
            all.Select(model => model!.Text("name")));
    }

    private static JsonNode One(JsonNode statistics) => statistics["model_stats"]!.AsArray().Single()!;
}
