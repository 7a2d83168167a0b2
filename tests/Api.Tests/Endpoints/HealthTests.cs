using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Inference;
using Fovea.Models.Repository;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Endpoints;

public sealed class HealthTests
{
    [Fact]
    public async Task A_loaded_service_is_alive_and_ready()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync();

        Assert.Equal("alive", (await factory.Client.Get("/livez").Json()).Text("status"));
        Assert.Equal("ready", (await factory.Client.Get("/readyz").Json()).Text("status"));
    }

    [Fact]
    public async Task While_models_load_the_service_is_alive_but_not_ready()
    {
        using var models = new TestModels().AddGood();
        using var engine = new InferenceEngine();
        using var never = new ModelRepository(engine, new ModelRepositoryOptions { Path = models.Folder });
        await using ApiFactory factory = ApiFactory.Start(services =>
        {
            services.AddSingleton(never);
            services.Remove(services.Single(service => service.ImplementationType == typeof(Fovea.Api.Startup.ModelLoading)));
        });

        await factory.Client.Get("/livez").Json();
        await factory.Client.Get("/readyz").Problem(503, "not_ready");
        HttpResponseMessage early = await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));
        Assert.NotNull(early.Headers.RetryAfter);
        await Task.FromResult(early).Problem(503, "not_ready");
        JsonNode described = await factory.Client.Get("/models/colours").Json();
        Assert.Equal("loading", described.Text("state"));
    }

    [Fact]
    public async Task A_failed_model_is_forgiven_unless_all_are_required()
    {
        using var models = new TestModels().AddGood().AddBad();
        await using ApiFactory forgiving = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using ApiFactory strict = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Models:RequireAll", "true"));

        await forgiving.Client.Get("/readyz").Json();
        JsonNode problem = await strict.Client.Get("/readyz").Problem(503, "model_failed");
        Assert.Contains("'truncated'", problem.Detail(), StringComparison.Ordinal);
        await strict.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    [Fact]
    public async Task When_every_model_failed_the_service_is_not_ready()
    {
        using var models = new TestModels().AddBad();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Models:Bundled", "false"));

        await factory.Client.Get("/readyz").Problem(503, "model_failed");
        await factory.Client.Get("/livez").Json();
    }

    [Fact]
    public async Task Without_any_model_the_service_is_not_ready()
    {
        using var models = new TestModels();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Models:Bundled", "false"));

        await factory.Client.Get("/readyz").Problem(503, "not_ready");
        await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Problem(400, "model_required");
    }
}
