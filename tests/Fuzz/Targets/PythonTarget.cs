using System.Text;
using System.Text.Json;
using Fovea.Models.Packages.Ultralytics;

namespace Fovea.Fuzz.Targets;

/// <summary>A literal of Python in the metadata of an ONNX file; each of its texts is taken.</summary>
internal static class PythonTarget
{
    /// <summary>Reads it.</summary>
    public static void Run(byte[] bytes)
    {
        // Protobuf has UTF-8 in its texts: what is none becomes a replacement character.
        Take(PythonLiteral.Read(Encoding.UTF8.GetString(bytes), wholeAsText: bytes.Length % 2 == 0));
    }

    private static void Take(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                    Take(item);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Take(property.Value);
                }

                break;
        }
    }
}
