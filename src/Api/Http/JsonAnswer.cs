using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fovea.Api.Http;

/// <summary>Answers of JSON that are written before they are sent, within the job that makes them.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";

    public static FileContentHttpResult Of<T>(T value, JsonTypeInfo<T> type) =>
        TypedResults.File(Bytes(value, type), ContentType);

    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
