using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Startup;

/// <summary>What the process has resident, as the system counts it, against what the limits and <c>/models</c> say.</summary>
public sealed class ResidentMemoryTests : IDisposable
{
    private const long Mebi = 1L << 20;
    private const int Models = 80;

    // Garbage is collected early, so that what is resident is what is in use, plus some.
    private static readonly (string, string)[] Small =
        [("DOTNET_GCgen0size", "0x100000"), ("DOTNET_GCConserveMemory", "5"), ("DOTNET_GCRegionSize", "0x100000")];

    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Many_small_models_take_little_and_are_counted_as_what_they_take()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        _models.Add("first", TestModels.Colours(-1), "red\ngreen\nblue\n");
        (long alone, long _) = await MeasureAsync(1);
        for (int i = 1; i < Models; i++)
            _models.Add($"m{i}", TestModels.Colours(-1), "red\ngreen\nblue\n");
        (long together, long counted) = await MeasureAsync(Models);

        // Blocks of 2 MiB for each model would make 160 MiB.
        long taken = together - alone;
        Assert.InRange(taken, Mebi, 60 * Mebi);
        Assert.InRange(counted, taken / 4, taken * 3);
    }

    [Fact]
    public async Task Hundreds_of_input_sizes_stay_within_the_budget_of_plans_and_keep_their_answers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        _models.Add("sizes", Sizes(), settings: null);
        using ServerProcess server = Start(("Inference__PlanBytes", "8MiB"), ("Inference__PooledArenaBytes", "32MiB"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);
        byte[] first = await AnswerAsync(client, 600), second = await AnswerAsync(client, 604);
        long before = server.ResidentBytes;
        for (int rows = 608; rows < 2600; rows += 20)
            await AnswerAsync(client, rows);

        // The constants of all sizes together are 156 MiB, and were held twice.
        Assert.InRange(server.ResidentBytes - before, -before, 120 * Mebi);
        Assert.Equal(first, await AnswerAsync(client, 600));
        Assert.Equal(second, await AnswerAsync(client, 604));
        string metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        string size = metrics.Split('\n').Single(line => line.StartsWith("fovea_plans_size_bytes", StringComparison.Ordinal));
        Assert.InRange(double.Parse(size.Split(' ')[1], CultureInfo.InvariantCulture), 1, 8 * Mebi);
        string error = await client.InferBinary("sizes", Header(9000), new byte[9000 * 256 * sizeof(float)]).V2Error(422);
        Assert.Contains("InferenceOptions.PlanBytes", error, StringComparison.Ordinal);
    }

    /// <summary>A constant of the size of the input, added to it; the mean of all.</summary>
    private static byte[] Sizes() => new OnnxFile()
        .Input("x", 1, 1, -1, 256).Node("Shape", ["x"], "shape").Node("ConstantOfShape", ["shape"], "zeros").Node("Exp", ["zeros"], "ones")
        .Node("Add", ["x", "ones"], "sum").Node("GlobalAveragePool", ["sum"], "y").Output("y", 1, 1, 1, 1).Build();

    private static string Header(int rows) =>
        $"{{\"inputs\":[{{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,1,{rows},256],\"parameters\":" +
        $"{{\"binary_data_size\":{rows * 256 * sizeof(float)}}}}}],\"parameters\":{{\"binary_data_output\":true}}}}";

    private static async Task<byte[]> AnswerAsync(HttpClient client, int rows)
    {
        byte[] input = new byte[rows * 256 * sizeof(float)];
        new Random(rows).NextBytes(input);
        // Exponents below that of one, so that every element is a number.
        for (int i = 3; i < input.Length; i += 4)
            input[i] &= 0x3F;
        return (await client.InferBinary("sizes", Header(rows), input).Binary()).Tail;
    }

    private async Task<(long Resident, long Counted)> MeasureAsync(int models)
    {
        using ServerProcess server = Start(("Models__Bundled", "false"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);
        long counted = 0;
        JsonNode list = await client.Get("/models").Json();
        string[] names = [.. list["models"]!.AsArray().Select(model => model!.Text("name"))];
        Assert.Equal(models, names.Length);
        foreach (string name in names)
        {
            JsonNode memory = (await client.Get($"/models/{name}").Json())["memory"]!;
            counted += (long)memory["total"]! - (long)memory["activations"]!;
        }

        return (server.ResidentBytes, counted);
    }

    private ServerProcess Start(params (string, string)[] settings) =>
        ServerProcess.Start($"--urls http://127.0.0.1:0 --Models:Path \"{_models.Folder}\"", [.. Small, .. settings]);
}
