using System.Diagnostics;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>
/// A client in another language, whose stubs its own tools generate from the schema: Debian's python3-grpcio and python3-grpc-tools.
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class PythonClientTests(ServedV2 served)
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task Python_infers_classifies_and_reads_errors()
    {
        (int missing, string why) = File.Exists(Python)
            ? await RunAsync("-c", "import grpc, grpc_tools.protoc")
            : (1, $"{Python} is absent");
        Assert.SkipWhen(missing != 0, $"python3-grpcio and python3-grpc-tools are needed: {why}");
        string folder = Directory.CreateTempSubdirectory("fovea-python-").FullName;
        try
        {
            string schema = Path.Combine(Repository.Root, "src/Api/OpenInference/Grpc");
            (int generated, string output) = await RunAsync(
                "-m", "grpc_tools.protoc", $"-I{schema}", $"--python_out={folder}", $"--grpc_python_out={folder}", "open_inference.proto");
            Assert.True(generated == 0, output);
            string image = Path.Combine(folder, "blue.png");
            await File.WriteAllBytesAsync(image, Pictures.Blue);

            (int exitCode, string answer) = await RunAsync(
                Path.Combine(Repository.Root, "tests/Api.Tests/OpenInference/Grpc/python/client.py"), $"127.0.0.1:{served.Port}", folder,
                image);

            Assert.True(exitCode == 0, answer);
            Assert.Equal(
                JsonNode.Parse("""
                    { "live": true, "ready": true, "name": "fovea", "inputs": ["FP32"], "image inputs": ["BYTES"], "raw": { "sum": [11.0, 22.0], "difference": [9.0, 18.0] },
                      "typed": [4611686018427387904, -1], "class": "10:2:blue", "label": "blue", "refused": "NOT_FOUND", "counted": true }
                    """)!.ToJsonString(),
                JsonNode.Parse(answer)!.ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (string proxy in new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "grpc_proxy" })
            start.Environment.Remove(proxy);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, process.ExitCode == 0 ? await output : errors);
    }
}
