using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Which model answers when a request names none.</summary>
public sealed class DefaultModelTests
{
    [Fact]
    public async Task With_an_empty_folder_it_is_the_bundled_one()
    {
        using var models = new TestModels();
        Assert.Equal("digits", await AnsweredBy(("Models:Path", models.Folder)));
    }

    [Fact]
    public async Task With_one_model_it_is_that_one()
    {
        using var models = new TestModels().Add("only", TestModels.Colours(-1));
        Assert.Equal("only", await AnsweredBy(("Models:Path", models.Folder)));
    }

    [Fact]
    public async Task With_several_it_is_the_configured_one()
    {
        using var models = new TestModels().AddGood();
        Assert.Equal("versions", await AnsweredBy(("Models:Path", models.Folder), ("Models:Default", "versions")));
    }

    [Fact]
    public async Task A_users_model_replaces_the_bundled_one_of_the_same_name()
    {
        using var models = new TestModels().Add("digits", TestModels.Colours(-1), "not\na\ndigit\n");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        JsonNode list = await factory.Client.Get("/models").Json();

        JsonNode digits = Assert.Single(list["models"]!.AsArray())!;
        Assert.False(digits["bundled"]!.GetValue<bool>());
        Assert.Equal(
            "not",
            (
                await factory.Client.Post("/predict?top=1", HttpCalls.Image(Pictures.Red))
                    .Json())["results"]![0]!["predictions"]![0]!.Text("label"));
    }

    private static async Task<string> AnsweredBy(params (string, string)[] settings)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(settings);
        string named = (await factory.Client.Get("/models").Json()).Text("default");
        JsonNode answer = await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json();
        Assert.Equal(named, answer.Text("model"));
        return named;
    }
}
