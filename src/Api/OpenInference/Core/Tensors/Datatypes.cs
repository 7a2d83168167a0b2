using Fovea.Api.Errors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Tensors;

/// <summary>The names that the Open Inference Protocol gives to element types.</summary>
internal static class Datatypes
{
    /// <summary>Elements of any length; here only images, and the labels of classifications.</summary>
    public const string Bytes = "BYTES";

    private static readonly (string Name, ElementType Type)[] Known =
    [
        ("BOOL", ElementType.Bool),
        ("UINT8", ElementType.UInt8), ("UINT16", ElementType.UInt16), ("UINT32", ElementType.UInt32), ("UINT64", ElementType.UInt64),
        ("INT8", ElementType.Int8), ("INT16", ElementType.Int16), ("INT32", ElementType.Int32), ("INT64", ElementType.Int64),
        ("FP16", ElementType.Float16), ("BF16", ElementType.BFloat16), ("FP32", ElementType.Float32), ("FP64", ElementType.Float64),
    ];

    /// <summary>Every name that is taken.</summary>
    public static IEnumerable<string> All => [.. Known.Select(known => known.Name), Bytes];

    public static string NameOf(ElementType type) => Known.First(known => known.Type == type).Name;

    /// <summary>The element type; null for BYTES.</summary>
    /// <exception cref="ApiException">There is no such datatype.</exception>
    public static ElementType? Parse(string name, string input)
    {
        if (name == Bytes)
            return null;
        foreach ((string known, ElementType type) in Known)
        {
            if (known == name)
                return type;
        }

        throw new ApiException(
            ErrorCodes.InvalidBody,
            $"The input '{input}' has the datatype '{name}', which the protocol does not have; there are {string.Join(", ", All)}.");
    }
}
