using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// Compares an answer with the one that the README shows: the same members and elements in the same order. Numbers may differ by
/// <see cref="Tolerance"/>, since the last digits depend on the instruction set, and an <c>id</c> is any other text of the same length.
/// </summary>
internal static class ShownAnswer
{
    public const double Tolerance = 1e-4;

    public static void Same(JsonNode? shown, JsonNode? found, string path = "$")
    {
        switch (shown)
        {
            case JsonObject members:
                JsonObject other = Assert.IsType<JsonObject>(found);
                Assert.Equal(members.Select(m => $"{path}.{m.Key}"), other.Select(m => $"{path}.{m.Key}"));
                foreach ((string name, JsonNode? value) in members)
                    Same(value, other[name], $"{path}.{name}");
                break;
            case JsonArray elements:
                JsonArray others = Assert.IsType<JsonArray>(found);
                Assert.True(elements.Count == others.Count, $"{path} has {others.Count} elements; the README shows {elements.Count}.");
                for (int i = 0; i < elements.Count; i++)
                    Same(elements[i], others[i], $"{path}[{i}]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                double expected = value.GetValue<double>();
                Assert.True(
                    Math.Abs(expected - found!.GetValue<double>()) <= Tolerance, $"{path} is {found}; the README shows {expected}.");
                break;
            case JsonValue value when path.EndsWith(".id", StringComparison.Ordinal):
                Assert.Equal(value.GetValue<string>().Length, found!.GetValue<string>().Length);
                break;
            default:
                Assert.True(
                    JsonNode.DeepEquals(shown, found), $"{path} is {found?.ToJsonString()}; the README shows {shown?.ToJsonString()}.");
                break;
        }
    }
}
