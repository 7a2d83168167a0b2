using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Models.Pulling;

namespace Fovea.Api.Tests.Verbs;

/// <summary>The verb as users type it.</summary>
public sealed class PullVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-verb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_network_of_the_catalogue_is_pulled_and_served_by_the_server_that_runs()
    {
        byte[] mnist = await File.ReadAllBytesAsync(Repository.TestData("models/mnist-8/model.onnx"));
        await using FileServer server = FileServer.Create();
        server.Files["/mirror/" + ZooCatalogue.Find("mnist")!.Path] = mnist;
        await FileServer.StartAsync(server);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", _folder));

        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"pull mnist --Models:Path {_folder} --Pull:BaseAddress {server.Address}mirror/");
        Assert.True(exitCode == 0, output);
        Assert.Contains("100 %", output, StringComparison.Ordinal);
        await UntilReadyAsync(factory, "mnist");

        byte[] seven = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "docs", "samples", "digit-7.png"));
        JsonNode answer = await factory.Client.Post("/predict?model=mnist&top=1", HttpCalls.Image(seven)).Json();
        Assert.Equal("7", answer["results"]![0]!["predictions"]![0]!.Text("label"));
        Assert.Contains(
            "is in",
            (await ServerProcess.RunAsync($"pull mnist --Models:Path {_folder} --Pull:BaseAddress {server.Address}mirror/")).Output,
            StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_address_is_pulled_through_the_proxy_of_the_environment()
    {
        await using FileServer proxy = FileServer.Create();
        proxy.Files["/nets/colours.onnx"] = TestModels.Colours(-1);
        await FileServer.StartAsync(proxy);

        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"pull http://models.example/nets/colours.onnx --Models:Path={_folder}", ("http_proxy", proxy.Address.ToString()),
            ("no_proxy", ""));

        Assert.True(exitCode == 0, output);
        Assert.StartsWith("models.example/nets/colours.onnx", Assert.Single(proxy.Requests), StringComparison.Ordinal);
        Assert.Equal(TestModels.Colours(-1), await File.ReadAllBytesAsync(Path.Combine(_folder, "colours", "model.onnx")));
    }

    [Fact]
    public async Task The_catalogue_is_shown()
    {
        (int exitCode, string output) = await ServerProcess.RunAsync("pull --list");

        Assert.Equal(0, exitCode);
        Assert.All(ZooCatalogue.Models, model => Assert.Contains(model.Name, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pull", 2, "needs the name")]
    [InlineData("pull a b", 2, "'b' is one argument too many")]
    [InlineData("pull mnist --sha256 12", 2, "64 hexadecimal digits")]
    [InlineData("pull mnist --name", 2, "missing for option: '--name'")]
    [InlineData("pull minst", 1, "Did you mean 'mnist'")]
    [InlineData("pull ftp://host/x.onnx", 1, "is not an http or https address")]
    [InlineData("pull mnist --name me@image", 1, "stands for the images of another model")]
    [InlineData("pull mnist --Pull:BaseAddress nowhere", 1, "Pull:BaseAddress")]
    public async Task What_is_wrong_is_said(string arguments, int expectedCode, string expected)
    {
        (int exitCode, string output) = await ServerProcess.RunAsync(arguments);

        Assert.Equal(expectedCode, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task UntilReadyAsync(ApiFactory factory, string model)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(50))
        {
            using HttpResponseMessage response = await factory.Client.Get($"/models/{model}");
            string body = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode && JsonNode.Parse(body)!.Text("state") == "ready")
                return;
            Assert.True(DateTime.UtcNow < limit, body);
        }
    }
}
