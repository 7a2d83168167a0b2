using System.Security.Cryptography;
using Fovea.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Startup;

/// <summary>Files that lie in the assembly, for everybody: a browser that has one asks whether it is still the same.</summary>
internal static class EmbeddedFile
{
    /// <summary>The bytes of a file.</summary>
    public static byte[] Read(string resource)
    {
        using Stream stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException($"The assembly has no file '{resource}'.");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    /// <summary>Answers with a file at an address.</summary>
    public static void MapFile(this IEndpointRouteBuilder app, string address, string resource, string mediaType)
    {
        byte[] file = Read(resource);
        var validator = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 12))}\"");
        app.MapGet(address, FileContentHttpResult (HttpResponse response) =>
            {
                response.Headers.CacheControl = "no-cache";
                return TypedResults.File(file, mediaType, entityTag: validator);
            })
            .WithMetadata(new OpenPlaneAttribute())
            .WithCost(RequestCost.Light)
            .ExcludeFromDescription();
    }
}
