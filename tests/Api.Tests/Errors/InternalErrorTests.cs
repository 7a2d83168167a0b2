using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Errors;

public sealed class InternalErrorTests
{
    [Fact]
    public async Task What_nobody_foresaw_is_answered_without_its_details_and_the_service_stays_up()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder, BrokenDecoder>());

        for (int i = 0; i < 2 * Environment.ProcessorCount + 1; i++)
        {
            JsonNode problem = await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Problem(500, "internal_error");
            Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
        }

        await factory.Client.Get("/readyz").Json();
    }

    private sealed class BrokenDecoder : IImageDecoder
    {
        public DecodedImage Decode(ReadOnlyMemory<byte> bytes) => throw new InvalidOperationException("a secret detail");
    }
}
