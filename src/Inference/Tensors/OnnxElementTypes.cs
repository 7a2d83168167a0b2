namespace Fovea.Inference.Tensors;

/// <summary>The data types of ONNX (<c>TensorProto.DataType</c>), including those that the engine does not support.</summary>
internal static class OnnxElementTypes
{
    /// <summary>The element type for an ONNX type code.</summary>
    /// <param name="code">The number that the file holds.</param>
    /// <exception cref="InvalidModelException">There is no such type.</exception>
    /// <exception cref="UnsupportedModelException">The engine does not support the type.</exception>
    public static ElementType Of(long code)
    {
        if (code == (int)code && Enum.IsDefined((ElementType)code))
            return (ElementType)code;
        string name = code switch
        {
            8 => throw new UnsupportedModelException(
                "elements are text (STRING), which is not supported. Do what needs strings outside, and make its numbers the network's " +
                "input."),
            14 => "COMPLEX64",
            15 => "COMPLEX128",
            17 => "FLOAT8E4M3FN",
            18 => "FLOAT8E4M3FNUZ",
            19 => "FLOAT8E5M2",
            20 => "FLOAT8E5M2FNUZ",
            21 => "UINT4",
            22 => "INT4",
            23 => "FLOAT4E2M1",
            24 => "FLOAT8E8M0",
            25 => "UINT2",
            26 => "INT2",
            >= 27 and <= 30 => $"type {code} (8 bits or less)",
            _ => throw new InvalidModelException($"{code} is no ONNX element type."),
        };
        string advice = code is 14 or 15
            ? "Export the model with float32 weights."
            : "Quantise the model to integers of 8 bits, or export it with float32 weights.";
        throw new UnsupportedModelException(
            $"elements are {name}; supported are {string.Join(", ", Enum.GetNames<ElementType>())}. {advice}");
    }

    /// <summary>The element type for the word that Cast has in operator sets 1 to 5.</summary>
    /// <exception cref="InvalidModelException">There is no such type.</exception>
    public static ElementType Of(string name)
    {
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            if (NameOf(type) == name)
                return type;
        }

        throw new InvalidModelException(
            $"'{name}' is no element type; expected one of {string.Join(", ", Enum.GetValues<ElementType>().Select(NameOf))}.");
    }

    /// <summary>The word for a type in ONNX files.</summary>
    public static string NameOf(ElementType type) => type switch
    {
        ElementType.Float32 => "FLOAT",
        ElementType.Float64 => "DOUBLE",
        _ => type.ToString().ToUpperInvariant(),
    };
}
