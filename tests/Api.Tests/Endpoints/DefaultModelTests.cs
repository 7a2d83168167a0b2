using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Repository;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Which model answers when a request names none: chosen at the start, the same until the next one.</summary>
public sealed class DefaultModelTests : IDisposable
{
    private const string AdminKey = "an-admin-key-0123456789";

    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task With_an_empty_folder_it_is_the_bundled_one()
    {
        await using ApiFactory factory = await StartAsync();
        await AnswersAsync(factory, "digits", "had no model at the start");
    }

    [Fact]
    public async Task With_one_model_it_is_that_one()
    {
        _models.Add("only", TestModels.Colours(-1));
        await using ApiFactory factory = await StartAsync();
        await AnswersAsync(factory, "only", "the only model of the model folder");
    }

    [Fact]
    public async Task With_several_it_is_the_bundled_one()
    {
        _models.AddGood();
        await using ApiFactory factory = await StartAsync();
        await AnswersAsync(factory, "digits", "models at the start, and Models:Default names none");
    }

    [Fact]
    public async Task With_several_it_is_the_configured_one()
    {
        _models.AddGood();
        await using ApiFactory factory = await StartAsync(("Models:Default", "versions"));
        await AnswersAsync(factory, "versions", "Models:Default");
    }

    [Fact]
    public async Task Where_there_is_none_a_request_must_name_a_model()
    {
        _models.AddGood();
        await using ApiFactory factory = await StartAsync(("Models:Bundled", "false"));
        string detail = await RequiresAsync(factory, "ready are: colours, colours-in-pairs");
        Assert.Contains("Models:Bundled", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_users_model_replaces_the_bundled_one_of_the_same_name()
    {
        _models.Add("digits", TestModels.Colours(-1), "not\na\ndigit\n").Add("other", TestModels.Colours(-1));
        await using ApiFactory factory = await StartAsync();

        JsonNode list = await factory.Client.Get("/models").Json();

        Assert.False(list["models"]!.AsArray().Single(model => model!.Text("name") == "digits")!["bundled"]!.GetValue<bool>());
        Assert.Equal("digits", list.Text("default"));
        Assert.Equal(
            "not",
            (
                await factory.Client.Post("/predict?top=1", HttpCalls.Image(Pictures.Red))
                    .Json())["results"]![0]!["predictions"]![0]!.Text("label"));
    }

    [Fact]
    public async Task Where_the_only_model_is_broken_the_bundled_one_answers_and_the_log_says_so_once()
    {
        _models.Add("broken", TestModels.Colours(-1)[..^40]);
        var log = new LogRecords();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<ILoggerProvider>(log), ("Models:Path", _models.Folder));

        await AnswersAsync(factory, "digits", "'broken', could not be loaded");
        JsonNode ready = await factory.Client.Get("/readyz").Json();
        JsonNode failure = Assert.Single(ready["failures"]!.AsArray())!;
        Assert.Equal(("broken", "1", "failed"), (failure.Text("name"), failure.Text("version"), failure.Text("state")));
        string logged = Assert.Single(log.Messages, message => message.Contains("default model", StringComparison.Ordinal));
        Assert.Contains("'digits'", logged, StringComparison.Ordinal);
        Assert.Contains("'broken', could not be loaded", logged, StringComparison.Ordinal);

        // Repaired, it is served, but it does not become the default any more.
        _models.Add("broken", TestModels.Colours(-1));
        await UntilAsync(factory, list => list["models"]!.AsArray().All(model => model!.Text("state") == "ready"));
        await AnswersAsync(factory, "digits", "'broken', could not be loaded");
        Assert.Null((await factory.Client.Get("/readyz").Json())["failures"]);
    }

    [Fact]
    public async Task Where_the_only_model_is_broken_and_no_bundled_one_is_served_requests_name_one()
    {
        _models.Add("broken", TestModels.Colours(-1)[..^40]);
        await using ApiFactory factory = await StartAsync(("Models:Bundled", "false"));

        await RequiresAsync(factory, "'broken', could not be loaded: model.onnx");
        await factory.Client.Get("/readyz").Problem(503, "model_failed");
    }

    [Fact]
    public async Task Where_the_configured_one_is_broken_requests_name_one_until_it_is_repaired()
    {
        _models.Add("good", TestModels.Colours(-1)).Add("broken", TestModels.Colours(-1)[..^40]);
        await using ApiFactory factory = await StartAsync(("Models:Default", "broken"));

        await RequiresAsync(factory, "ready are: digits, good. The default model, 'broken', could not be loaded: model.onnx");
        JsonNode failure = Assert.Single((await factory.Client.Get("/readyz").Json())["failures"]!.AsArray())!;
        Assert.Equal(("broken", "failed"), (failure.Text("name"), failure.Text("state")));

        _models.Add("broken", TestModels.Colours(-1));
        await UntilAsync(factory, list => list["models"]!.AsArray().All(model => model!.Text("state") == "ready"));
        await AnswersAsync(factory, "broken", "Models:Default");
        Assert.Null((await factory.Client.Get("/readyz").Json())["failures"]);
    }

    [Fact]
    public async Task Where_all_models_are_required_a_broken_one_keeps_the_server_from_being_ready()
    {
        _models.Add("good", TestModels.Colours(-1)).Add("broken", TestModels.Colours(-1)[..^40]);
        await using ApiFactory factory = await StartAsync(("Models:Default", "broken"), ("Models:RequireAll", "true"));

        await RequiresAsync(factory, "The default model, 'broken', could not be loaded: model.onnx");
        Assert.Contains("'broken'", (await factory.Client.Get("/readyz").Problem(503, "model_failed")).Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_later_never_becomes_the_default()
    {
        _models.Add("only", TestModels.Colours(-1));
        await using ApiFactory factory = await StartAsync();
        using var end = new CancellationTokenSource();
        Task<int> caller = CallWithoutANameAsync(factory, "only", end.Token);

        _models.Add("later", TestModels.Colours(-1)).Add("broken", TestModels.Colours(-1)[..^40]);
        await UntilAsync(factory, list => (State(list, "later").State, State(list, "broken").State) == ("ready", "failed"));
        // A replacement that cannot be loaded: the files before it go on answering.
        _models.Add("only", TestModels.Colours(-1), "one\n");
        await UntilAsync(factory, list => State(list, "only") is (_, { }));
        await AnswersAsync(factory, "only", "the only model of the model folder");
        JsonNode[] failures = [.. (await factory.Client.Get("/readyz").Json())["failures"]!.AsArray().OfType<JsonNode>()];
        Assert.Equal([("broken", "failed"), ("only", "ready")], failures.Select(f => (f.Text("name"), f.Text("state"))));
        Assert.Contains("1 labels were found", failures[1].Text("reason"), StringComparison.Ordinal);

        await end.CancelAsync();
        Assert.True(await caller > 0);
    }

    [Fact]
    public async Task With_an_empty_folder_it_stays_the_bundled_one_when_a_model_comes()
    {
        await using ApiFactory factory = await StartAsync();
        using var end = new CancellationTokenSource();
        Task<int> caller = CallWithoutANameAsync(factory, "digits", end.Token);

        _models.Add("later", TestModels.Colours(-1)[..^40]);
        await UntilAsync(factory, list => State(list, "later").State == "failed");
        _models.Add("later", TestModels.Colours(-1));
        await UntilAsync(factory, list => State(list, "later").State == "ready");
        await AnswersAsync(factory, "digits", "had no model at the start");

        await end.CancelAsync();
        Assert.True(await caller > 0);
    }

    [Fact]
    public async Task When_it_is_gone_requests_name_a_model_until_it_comes_back()
    {
        _models.Add("only", TestModels.Colours(-1));
        await using ApiFactory factory = await StartAsync();

        Directory.Move(Path.Combine(_models.Folder, "only"), Path.Combine(_models.Folder, ".away"));
        await UntilAsync(factory, list => list["models"]!.AsArray().Count == 1);

        await RequiresAsync(factory, "ready are: digits. The default model, 'only', is no longer in the model folder");
        JsonNode list = await factory.Client.Get("/models").Json();
        Assert.Equal("only", list.Text("default"));
        Assert.EndsWith(
            "It does not answer now: it is no longer in the model folder.", list.Text("defaultReason"), StringComparison.Ordinal);
        await factory.Client.Get("/readyz").Json();

        // Back, but broken: still 400, never 503.
        File.WriteAllText(Path.Combine(_models.Folder, ".away", "labels.txt"), "one\n");
        Directory.Move(Path.Combine(_models.Folder, ".away"), Path.Combine(_models.Folder, "only"));
        await UntilAsync(factory, list => State(list, "only").State == "failed");
        string broken = await RequiresAsync(factory, "The default model, 'only', could not be loaded: ");
        Assert.Contains("1 labels were found", broken, StringComparison.Ordinal);
        await factory.Client.Get("/readyz").Json();

        File.Delete(Path.Combine(_models.Folder, "only", "labels.txt"));
        await UntilAsync(factory, list => State(list, "only").State == "ready");
        await AnswersAsync(factory, "only", "the only model of the model folder");
    }

    [Fact]
    public async Task While_it_is_unloaded_requests_name_a_model()
    {
        _models.Add("only", TestModels.Colours(-1));
        await using ApiFactory factory = await StartAsync(("Security:AdminKey", AdminKey));
        factory.Client.DefaultRequestHeaders.Add("X-API-Key", AdminKey);

        await factory.Client.Post("/models/only/unload", null).Json();
        await RequiresAsync(factory, "The default model, 'only', is unloaded until it is loaded again on request");
        await factory.Client.Get("/readyz").Json();

        await factory.Client.Post("/models/only/load", null).Json();
        await AnswersAsync(factory, "only", "the only model of the model folder");
    }

    [Fact]
    public async Task Until_it_is_chosen_requests_and_readiness_say_wait()
    {
        _models.Add("only", TestModels.Colours(-1));
        using var engine = new InferenceEngine();
        using var repository = new ModelRepository(
            engine, new ModelRepositoryOptions { Path = _models.Folder, BundledPath = BundledModels.Folder, SettleTime = TimeSpan.Zero });
        await using ApiFactory factory = ApiFactory.Start(services =>
        {
            services.AddSingleton(repository);
            services.Remove(services.Single(service => service.ImplementationType == typeof(Fovea.Api.Startup.ModelLoading)));
        });

        HttpResponseMessage early = await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red));
        Assert.NotNull(early.Headers.RetryAfter);
        Assert.Contains("'only'", (await Task.FromResult(early).Problem(503, "not_ready")).Detail(), StringComparison.Ordinal);
        await factory.Client.Get("/readyz").Problem(503, "not_ready");
        JsonNode list = await factory.Client.Get("/models").Json();
        Assert.Null(list["default"]);
        Assert.Contains("'only'", list.Text("defaultReason"), StringComparison.Ordinal);

        repository.LoadAll(CancellationToken.None);

        await AnswersAsync(factory, "only", "the only model of the model folder");
        await factory.Client.Get("/readyz").Json();
    }

    private Task<ApiFactory> StartAsync(params (string, string)[] settings) =>
        ApiFactory.StartLoadedAsync([("Models:Path", _models.Folder), .. settings]);

    /// <summary>A request without a name is answered by this model, and the list says so and why.</summary>
    private static async Task AnswersAsync(ApiFactory factory, string name, string reason)
    {
        JsonNode list = await factory.Client.Get("/models").Json();
        Assert.Equal(name, list.Text("default"));
        Assert.Contains(reason, list.Text("defaultReason"), StringComparison.Ordinal);
        Assert.Equal(name, (await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json()).Text("model"));
        Assert.Equal(
            name,
            (await factory.Client.Post($"/featuremaps/{(name == "digits" ? "conv1" : "block/conv")}", HttpCalls.Image(Pictures.Red)).Json())
                .Text("model"));
    }

    /// <summary>A request without a name is answered 400 with this in its detail, which is returned.</summary>
    private static async Task<string> RequiresAsync(ApiFactory factory, string expected)
    {
        string detail = (await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Problem(400, "model_required")).Detail();
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        await factory.Client.Post("/featuremaps/conv1", HttpCalls.Image(Pictures.Red)).Problem(400, "model_required");
        return detail;
    }

    /// <summary>Calls without a name until told to end: every answer must be this model's.</summary>
    private static async Task<int> CallWithoutANameAsync(ApiFactory factory, string expected, CancellationToken end)
    {
        int answers = 0;
        for (; !end.IsCancellationRequested; answers++)
            Assert.Equal(expected, (await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json()).Text("model"));
        return answers;
    }

    private static (string? State, string? Reason) State(JsonNode list, string name) =>
        list["models"]!.AsArray().FirstOrDefault(model => model!.Text("name") == name) is { } model
            ? (model.Text("state"), model["reason"]?.GetValue<string>())
            : default;

    private static async Task UntilAsync(ApiFactory factory, Func<JsonNode, bool> condition)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(60); !condition(await factory.Client.Get("/models").Json()); await Task.Delay(30))
            Assert.True(DateTime.UtcNow < limit, "What was waited for did not happen within a minute.");
    }
}
