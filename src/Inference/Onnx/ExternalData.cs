using System.Globalization;
using Fovea.Inference.Files;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Tensor data in a file beside the model (ONNX "External Data"). Only plain file names in the model's own folder are read, no links: other
/// paths would let a model read any file of the machine (CVE-2022-25882, CVE-2024-27318).
/// </summary>
internal static class ExternalData
{
    public static ConstantData Read(
        TensorProto proto, ModelFiles files, ElementType type, Shape shape, long bytes, LoadBudget budget)
    {
        Dictionary<string, string> entries = proto.ExternalData.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        if (!files.HasFolder)
            throw new InvalidModelException("its data is in an external file; a model given as bytes has no folder to read it from.");
        if (!entries.TryGetValue("location", out string? name) || name.Length == 0)
            throw new InvalidModelException("external data without a location.");
        if (name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 || name.Contains(':', StringComparison.Ordinal))
            throw new InvalidModelException($"external data at '{name}'; expected a plain file name in the model's own folder.");
        long offset = Number(entries, "offset", 0);
        long length = Number(entries, "length", bytes);
        if (length != bytes)
            throw new InvalidModelException($"takes {bytes} bytes; its external data declares {length}.");
        try
        {
            return files.External(type, shape, name, offset, budget, found =>
            {
                if (offset > found || length > found - offset)
                    throw new InvalidModelException($"needs {length} bytes from {offset} on of '{name}', which has {found}.");
            });
        }
        catch (FileNotFoundException error)
        {
            throw new InvalidModelException($"the external data file '{name}' is not in the model's folder.", error);
        }
        catch (UnsuitableFileException error)
        {
            throw new InvalidModelException($"the external data file '{name}' {error.Problem}", error);
        }
    }

    private static long Number(Dictionary<string, string> entries, string key, long otherwise)
    {
        if (!entries.TryGetValue(key, out string? text))
            return otherwise;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            throw new InvalidModelException($"the external data's {key} is '{text}'; expected a number that is not negative.");
        return number;
    }
}
