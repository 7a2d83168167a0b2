using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Models come, change and go while the server runs.</summary>
public sealed class RepositoryTests : IDisposable
{
    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task A_model_is_picked_up_replaced_and_let_go_without_a_failed_request()
    {
        _models.Add("net", TestModels.Colours(-1), "red\ngreen\nblue\n");
        await using ApiFactory factory = await StartAsync();
        using var end = new CancellationTokenSource();
        Task<int> caller = Task.Run(async () =>
        {
            int answers = 0;
            for (; !end.IsCancellationRequested; answers++)
                await factory.Client.Post("/predict?model=net", HttpCalls.Image(Pictures.Red)).Json();
            return answers;
        });

        _models.Add("net", TestModels.Colours(-1), "rot\ngruen\nblau\n");
        await UntilAsync(async () => await LabelAsync(factory, "net") == "rot");
        _models.Add("net", TestModels.Colours(-1), "one\n");
        // Files that are still being written may be refused for another reason first.
        await UntilAsync(async () => (await factory.Client.Get("/models/net").Json())["reason"]?.GetValue<string>()
            .Contains("1 labels were found", StringComparison.Ordinal) == true);
        Assert.Equal("ready", (await factory.Client.Get("/models/net").Json()).Text("state"));
        Assert.Equal("rot", await LabelAsync(factory, "net"));
        await end.CancelAsync();
        Assert.True(await caller > 0);

        _models.Add("later", TestModels.Colours(-1), "r\ng\nb\n");
        await UntilAsync(
            async () => (await factory.Client.Get("/models").Json()).ToJsonString()
                .Contains("\"later\",\"version\":\"1\",\"state\":\"ready\"", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(_models.Folder, "net"), recursive: true);
        await UntilAsync(async () =>
        {
            using HttpResponseMessage response = await factory.Client.Get("/models/net");
            return (int)response.StatusCode == 404;
        });
        await factory.Client.Post("/predict?model=net", HttpCalls.Image(Pictures.Red)).Problem(404, "model_not_found");
    }

    [Fact]
    public async Task A_folder_that_is_not_watched_stays_as_it_was()
    {
        _models.Add("net", TestModels.Colours(-1), "red\ngreen\nblue\n");
        await using ApiFactory factory = await StartAsync(("Models:Watch", "false"));
        _models.Add("later", TestModels.Colours(-1));

        await Task.Delay(500);

        await factory.Client.Get("/models/later").Problem(404, "model_not_found");
    }

    [Fact]
    public async Task Versions_are_those_of_the_setting_and_of_the_models_own_file()
    {
        foreach (string name in new[] { "general", "own" })
        {
            for (int version = 1; version <= 3; version++)
                _models.Add(Path.Combine(name, $"{version}"), TestModels.Colours(-1));
        }

        await File.WriteAllTextAsync(Path.Combine(_models.Folder, "own", "fovea.json"), """{ "versions": [1, 3] }""");
        await using ApiFactory factory = await StartAsync(("Models:Versions", "2 latest"));

        JsonNode list = await factory.Client.Get("/models").Json();

        Assert.Equal(
            ["digits 1", "general 3", "general 2", "own 3", "own 1"],
            list["models"]!.AsArray().Select(m => $"{m!.Text("name")} {m!.Text("version")}"));
    }

    [Fact]
    public async Task The_memory_of_a_model_is_shown_and_bounded()
    {
        _models.Add("a", TestModels.Colours(-1));
        await using (ApiFactory factory = await StartAsync(("Models:Bundled", "false")))
        {
            JsonNode memory = (await factory.Client.Get("/models/a").Json())["memory"]!;
            long[] parts = [.. new[] { "weights", "activations", "plan", "objects" }.Select(part => memory[part]!.GetValue<long>())];
            Assert.All(parts, part => Assert.True(part > 0));
            Assert.Equal(parts.Sum(), memory["total"]!.GetValue<long>());
        }

        await using ApiFactory bounded = await StartAsync(("Models:MaxBytes", "100"), ("Models:Bundled", "false"));
        JsonNode refused = await bounded.Client.Get("/models/a").Json();
        Assert.Equal("failed", refused.Text("state"));
        Assert.Contains("100 are allowed (Models:MaxBytes)", refused.Text("reason"), StringComparison.Ordinal);
        await bounded.Client.Get("/readyz").Problem(503, "model_failed");
    }

    [Fact]
    public async Task Loading_and_unloading_answer_to_the_admin_key_only()
    {
        _models.Add("net", TestModels.Colours(-1), "red\ngreen\nblue\n");
        await using (ApiFactory closed = await StartAsync())
        {
            foreach (string call in new[] { "/models/net/load", "/models/net/unload" })
                await closed.Client.Post(call, null).Problem(403, "admin_disabled");
        }

        await using ApiFactory factory = await StartAsync(("Security:AdminKey", "an-admin-key-0123456789"));
        await factory.Client.Post("/models/net/unload", null).Problem(401, "unauthorized");
        await factory.Client.Post("/predict?model=net", HttpCalls.Image(Pictures.Red)).Json();

        factory.Client.DefaultRequestHeaders.Add("X-API-Key", "an-admin-key-0123456789");
        Assert.Equal("unloaded", (await factory.Client.Post("/models/net/unload", null).Json()).Text("state"));
        await factory.Client.Post("/predict?model=net", HttpCalls.Image(Pictures.Red)).Problem(503, "not_ready");
        Assert.Equal("ready", (await factory.Client.Post("/models/net/load", null).Json()).Text("state"));
        await factory.Client.Post("/predict?model=net", HttpCalls.Image(Pictures.Red)).Json();
        await factory.Client.Post("/models/nat/unload", null).Problem(404, "model_not_found");
        _models.Add("net", TestModels.Colours(-1), "one\n");
        await factory.Client.Post("/models/net/load", null).Problem(503, "model_failed");
    }

    private Task<ApiFactory> StartAsync(params (string, string)[] settings) =>
        ApiFactory.StartLoadedAsync([("Models:Path", _models.Folder), .. settings]);

    private static async Task<string> LabelAsync(ApiFactory factory, string model) =>
        (
            await factory.Client.Post($"/predict?model={model}&top=1", HttpCalls.Image(Pictures.Red))
                .Json())["results"]![0]!["predictions"]![0]!.Text("label");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(60); !await condition(); await Task.Delay(30))
            Assert.True(DateTime.UtcNow < limit, "What was waited for did not happen within a minute.");
    }
}
