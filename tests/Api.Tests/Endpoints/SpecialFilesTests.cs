using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>FIFOs in a model folder, over HTTP: the service lives, the other models answer, and each that fails says why.</summary>
public sealed class SpecialFilesTests
{
    private static readonly string[] Files = ["model.onnx", "labels.txt", "fovea.json", "config.json", "config.pbtxt"];

    [Fact]
    public async Task A_fifo_fails_its_model_and_no_other()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        using TestModels models = new TestModels().Add("zz-good", TestModels.Colours(-1), "red\ngreen\nblue\n");
        foreach (string file in Files)
        {
            models.Add($"bad-{file}", TestModels.Colours(-1), "red\ngreen\nblue\n");
            SpecialFiles.Fifo(Path.Combine(models.Folder, $"bad-{file}", file));
        }

        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        Assert.Equal("alive", (await factory.Client.Get("/livez").Json()).Text("status"));
        await factory.Client.Post("/predict?model=zz-good", HttpCalls.Image(Pictures.Red)).Json();
        foreach (string file in Files)
        {
            JsonNode bad = await factory.Client.Get($"/models/bad-{file}").Json();
            Assert.Equal("failed", bad.Text("state"));
            Assert.Contains("is a FIFO (named pipe); only regular files are read", bad.Text("reason"), StringComparison.Ordinal);
            Assert.Contains(file, bad.Text("reason"), StringComparison.Ordinal);
        }
    }
}
