using System.Net;
using System.Net.Http.Headers;
using Fovea.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>HEAD beside every GET.</summary>
public sealed class HeadTests
{
    /// <summary>Headers of the moment, and those that frame a body: HEAD may leave them out (RFC 9110, 9.3.2).</summary>
    private static readonly string[] Ignored = ["Date", "Server-Timing", "Transfer-Encoding", "Content-Length"];

    [Fact]
    public async Task Head_answers_as_get_does_without_a_body()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        string image = (
            await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json())["results"]![0]!.Text("id");
        string job = await StyleTransferCalls.DoneAsync(
            factory.Client, "?model=colours&contentLayers=block%2Fconv&styleLayers=block%2Frelu&steps=1");
        string explanation = (await ExplanationCalls.DoneAsync(factory.Client, "?model=colours")).Text("id");
        string prediction = (await JobCalls.EndAsync(
            factory.Client,
            await JobCalls.BeginAsync(factory.Client, "/predict/jobs?model=colours", HttpCalls.Image(Pictures.Red)))).Text("id");
        string[] patterns =
        [
            .. factory.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
                .Select(endpoint => endpoint.RoutePattern.RawText!),
        ];
        Assert.Contains("/metrics", patterns);
        Assert.Contains("/", patterns);
        Assert.Contains("/v2/models/{model}/versions/{version}/stats", patterns);

        string[] addresses =
        [
            .. patterns.Select(pattern => Fill(
                pattern, image, pattern.StartsWith("/explanations", StringComparison.Ordinal) ? explanation
                : pattern.StartsWith("/predict", StringComparison.Ordinal) ? prediction
                : job)),
            "/swagger", "/swagger/index.html", "/models/nothing",
        ];
        foreach (string address in addresses)
        {
            using HttpResponseMessage get = await factory.Client.Get(address);
            using HttpResponseMessage head = await factory.Client.Send(HttpMethod.Head, address);

            Assert.True(get.StatusCode == head.StatusCode, $"{address}: {get.StatusCode} and {head.StatusCode}");
            Assert.True(
                get.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.MovedPermanently
                || address == "/models/nothing", address);
            Assert.Equal(Headers(get), Headers(head));
            Assert.Equal(Length(get) ?? Length(head), Length(head) ?? Length(get));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    private static string Fill(string pattern, string image, string job) => pattern == "/featuremaps"
        ? $"/featuremaps?layers=*&image={image}"
        : pattern
            .Replace("/explain", $"/explain?image={image}", StringComparison.Ordinal)
            .Replace("/preprocess", $"/preprocess?image={image}", StringComparison.Ordinal)
            .Replace("{model}", "colours", StringComparison.Ordinal)
            .Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{image}", image, StringComparison.Ordinal)
            .Replace("{job}", job, StringComparison.Ordinal)
            .Replace("/weights/{**layer}", "/weights/block%2Fconv?model=colours", StringComparison.Ordinal)
            .Replace("{**layer}", $"scores?image={image}", StringComparison.Ordinal);

    private static string? Length(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues length) ? length.ToString() : null;

    /// <summary>Names and values of the headers.</summary>
    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(header => !Ignored.Contains(header.Key))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order();
}
