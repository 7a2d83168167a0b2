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
            8 => "STRING",
            14 => "COMPLEX64",
            15 => "COMPLEX128",
            16 => "BFLOAT16",
            >= 17 and <= 30 => $"type {code} (8 bits or less)",
            _ => string.Empty,
        };
        if (name.Length == 0)
            throw new InvalidModelException($"{code} is no ONNX element type.");
        throw new UnsupportedModelException(
            $"elements are {name}; supported are {string.Join(", ", Enum.GetNames<ElementType>())}. Export the model with float32 " +
            "weights.");
    }
}
