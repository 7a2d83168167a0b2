using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

public sealed class LookingInsideTests
{
    [Fact]
    public async Task Switched_off_it_is_not_there_and_not_listed()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("FeatureMaps:Enabled", "false"));

        foreach (string address in new[]
        {
            "/models/digits/graph", "/weights/conv1?model=digits", "/featuremaps/conv1?image=0", "/images/0",
            "/featuremaps?image=0&layers=*", "/models/digits/preprocess?image=0", "/explain?image=0",
        })
        {
            JsonNode problem = await factory.Client.Get(address).Problem(404, "not_found");
            Assert.Contains("FeatureMaps:Enabled", problem.Detail(), StringComparison.Ordinal);
        }

        await factory.Client.Get("/models/digits/layers").Json();
        JsonObject paths = (await factory.Client.Get("/openapi/v1.json").Json())["paths"]!.AsObject();
        Assert.DoesNotContain(paths, path => path.Key.StartsWith("/featuremaps", StringComparison.Ordinal)
            || path.Key.StartsWith("/weights", StringComparison.Ordinal) || path.Key.EndsWith("/graph", StringComparison.Ordinal));
    }
}
