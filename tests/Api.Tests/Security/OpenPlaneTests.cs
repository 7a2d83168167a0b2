using Fovea.Api.Security;
using Fovea.Api.Startup;
using Fovea.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Security;

/// <summary>Which addresses answer without a key: every one that orchestrators ask, and none that works.</summary>
public sealed class OpenPlaneTests
{
    private static readonly string[] Asked =
        ["livez", "readyz", "health/live", "health/ready", "Health/Check", "Health/Watch", "/ServerLive", "/ServerReady"];
    private static readonly string[] Shown =
        ["/", "/openapi/v1.json", "/swagger/fovea.js", "/swagger/fovea.css", .. PageFiles.Files.Keys.Select(name => $"/page/{name}")];

    [Fact]
    public async Task Health_and_documentation_are_marked_open_and_nothing_else()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""));
        RouteEndpoint[] endpoints = [.. factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

        Assert.Contains(endpoints, endpoint => endpoint.RoutePattern.RawText == "/livez");
        foreach (RouteEndpoint endpoint in endpoints)
        {
            string pattern = endpoint.RoutePattern.RawText!;
            bool expected = Asked.Any(end => pattern.EndsWith(end, StringComparison.Ordinal)) || Shown.Contains(pattern);
            Assert.True(
                expected == endpoint.Metadata.GetMetadata<OpenPlaneAttribute>() is not null,
                $"'{pattern}' is {(expected ? "not " : "")}marked with OpenPlane.");
        }
    }
}
