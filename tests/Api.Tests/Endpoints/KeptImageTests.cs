using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class KeptImageTests(ServedModels served)
{
    [Fact]
    public async Task The_file_comes_back_as_it_was_sent()
    {
        JsonNode answer = await served.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
        string id = answer["results"]![0]!.Text("id");

        Assert.Equal(Pictures.Red, await served.Client.Get($"/images/{id}").Bytes("image/png"));
    }

    [Fact]
    public async Task One_that_is_not_kept_says_so() => Assert.Contains(
        "POST the image", (await served.Client.Get("/images/0123").Problem(404, "image_expired")).Detail(), StringComparison.Ordinal);
}
