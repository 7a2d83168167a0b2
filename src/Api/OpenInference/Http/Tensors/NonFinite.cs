using System.Text.Json;

namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>
/// What JSON has no number for is a string in requests and answers: as in protobuf's JSON mapping
/// (https://protobuf.dev/programming-guides/json).
/// </summary>
internal static class NonFinite
{
    public const string Names = "\"NaN\", \"Infinity\", \"-Infinity\"";

    public static bool TryRead(ref Utf8JsonReader reader, out double value)
    {
        value = double.NaN;
        if (reader.TokenType != JsonTokenType.String)
            return false;
        if (reader.ValueTextEquals("Infinity"u8))
            value = double.PositiveInfinity;
        else if (reader.ValueTextEquals("-Infinity"u8))
            value = double.NegativeInfinity;
        else
            return reader.ValueTextEquals("NaN"u8);
        return true;
    }

    public static string Name(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
