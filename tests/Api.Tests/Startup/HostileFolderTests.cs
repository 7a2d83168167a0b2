using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Fovea.Api.Tests.Support;
using Fovea.Models.Bundled;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Startup;

/// <summary>The program with a folder full of models that ask for any amount of memory and time.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private const long Gibibyte = 1L << 30;

    // Usually two seconds.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("0x18000000")] // 384 MiB, which .NET takes of a container of 512.
    public async Task Every_model_ends_ready_or_failed_and_a_good_one_is_served_beside_them(string? heapLimit)
    {
        AddHostile();
        AddGood("zz");
        using ServerProcess server = ServerProcess.Start(
            $"--urls http://127.0.0.1:0 --Models:Path {_folder}",
            heapLimit is null ? [] : [("DOTNET_GCHeapHardLimit", heapLimit)]);
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        long start = Stopwatch.GetTimestamp();
        Dictionary<string, string> states;
        do
        {
            await Task.Delay(100);
            using HttpResponseMessage alive = await client.Get("/livez");
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
            states = await States(client);
            Assert.True(Stopwatch.GetElapsedTime(start) < MostTime, string.Join(", ", states));
        }
        while (states.ContainsValue("loading"));

        Assert.Equal("ready", states["zz"]);
        Assert.Equal("ready", states["warm-up"]);
        Assert.All(
            states.Where(state => state.Key.StartsWith("x-", StringComparison.Ordinal)),
            state => Assert.Equal("failed", state.Value));
        Assert.InRange(server.PeakBytes(), 0, heapLimit is null ? Gibibyte : Gibibyte / 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(600)]
    public async Task The_signal_to_end_ends_it_while_models_are_being_loaded(int milliseconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The signal to end is sent with kill.");
        AddHostile();
        using ServerProcess server = ServerProcess.Start(
            $"--urls http://127.0.0.1:0 --Models:Path {_folder} --Models:LoadTimeout 1h --Shutdown:Delay 0 --Shutdown:Timeout 40s");
        await server.AddressAsync();
        await Task.Delay(milliseconds);
        long start = Stopwatch.GetTimestamp();
        server.Terminate();
        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), server.Output);
    }

    private static async Task<Dictionary<string, string>> States(HttpClient client)
    {
        using HttpResponseMessage answer = await client.Get("/models");
        using var models = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return models.RootElement.GetProperty("models").EnumerateArray().ToDictionary(
            model => model.GetProperty("name").GetString()!, model => model.GetProperty("state").GetString()!);
    }

    private void AddHostile()
    {
        Write("x-messages", [.. new OnnxFile().Input("x", 1).Output("y", 1).Node("Relu", ["x"], "y").Build(), .. Repeated(0x72, 0)]);
        Write("x-nodes", new ProtoMessage().Bytes(7, Repeated(0x0a, 0)).ToArray());
        Write("x-initialisers", new ProtoMessage().Bytes(7, Repeated(0x2a, 0)).ToArray());
        Write("x-attributes", new ProtoMessage().Bytes(7, new ProtoMessage().Bytes(1, Repeated(0x2a, 0)).ToArray()).ToArray());
        var outputs = new OnnxFile().Input("x", 1).Node("Relu", ["x"], "y");
        for (int i = 0; i < 50_000; i++)
            outputs.Output("y", 1);
        Write("x-outputs", outputs.Build());
        Write("x-product", Fold([4000, 4000], file => file.Node("MatMul", ["a", "a"], "b")));
        Write("x-window", Fold([1, 1, 2000, 2000], file => file.Node(
            "MaxPool", ["a"], "b", "", ("kernel_shape", [999, 999]), ("strides", [1, 1]))));
        Write("x-result", Fold([20_000, 20_000], file => file.Node("Exp", ["a"], "b")));
        Write("x-chain", Fold([1, 3000], file =>
        {
            file.Integers("matrix", 3000, 3000).Node("ConstantOfShape", ["matrix"], "w");
            for (int i = 0; i < 5000; i++)
                file.Node("MatMul", [i == 0 ? "a" : $"c{i}", "w"], $"c{i + 1}");
            file.Node("Identity", ["c5000"], "b");
        }));
        Write("warm-up", new OnnxFile().Input("x", 1, 1, 1500, 1500).Output("y", 1, 1, 502, 502)
            .Node("MaxPool", ["x"], "y", "", ("kernel_shape", [999, 999]), ("strides", [1, 1])).Build());
    }

    private void AddGood(string name)
    {
        string source = Path.Combine(BundledModels.Folder, BundledModels.Default);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder, name, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Write(string name, byte[] model)
    {
        string path = Path.Combine(_folder, name, "model.onnx");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, model);
    }

    private static byte[] Fold(long[] shape, Action<OnnxFile> add)
    {
        var file = new OnnxFile().Input("x", 1).Output("o", 1).Integers("shape", shape).Node("ConstantOfShape", ["shape"], "a");
        add(file);
        return file.Node("ReduceMean", ["b"], "m").Node("Add", ["x", "m"], "o").Build();
    }

    private static byte[] Repeated(params byte[] field)
    {
        byte[] all = new byte[4 << 20];
        for (int i = 0; i < all.Length; i++)
            all[i] = field[i % field.Length];
        return all;
    }
}
