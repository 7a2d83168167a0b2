using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>Compares what a request has with what the model takes, before anything runs.</summary>
internal static class InputMatcher
{
    /// <summary>
    /// The images of the request, when it has the one input <see cref="ImageInput.Name"/> of BYTES; else null. By the name of the model's
    /// images nothing else is taken; by the model's own name they are taken instead of the tensor.
    /// </summary>
    /// <exception cref="ApiException">It has images and other inputs, or in another shape than [n], or no images where they must be.
    /// </exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Images(ModelSignature signature, IReadOnlyList<InferInput> inputs)
    {
        if (signature.OfImages)
            CheckNames(signature, inputs);
        if (!ImageInput.IsTakenBy(signature.Model) || inputs.FirstOrDefault(IsOfImages) is not { } image)
            return signature.OfImages
                ? throw Wrong(signature, $"The input '{inputs[0].Name}' has the datatype {inputs[0].Datatype}")
                : null;
        if (inputs.Count > 1)
            throw Wrong(
                signature,
                $"The request has images and {inputs.Count - 1} other inputs; the images, or the tensor, is all that the model takes");
        bool column = image.Shape.Rank == 2 && image.Shape[1] == 1;
        if (image.Shape.ElementCount == 0 || (image.Shape.Rank != 1 && !column))
            throw Wrong(signature, $"The images have the shape {image.Shape}; expected [n], for at least one image");
        return image.Elements;
    }

    /// <summary>The tensors in the order of the model's inputs.</summary>
    /// <exception cref="ApiException">One is missing, unknown, given twice, or of another datatype or shape.</exception>
    public static Tensor[] Tensors(ModelSignature signature, IReadOnlyList<InferInput> inputs)
    {
        CheckNames(signature, inputs);
        Dictionary<string, InferInput> byName = inputs.ToDictionary(input => input.Name);
        Tensor[] tensors = [.. signature.Model.Graph.Inputs.Select(declared => Match(signature, declared, byName))];
        CheckRows(signature, tensors);
        return tensors;
    }

    private static bool IsOfImages(InferInput input) => input.Elements is not null && input.Name == ImageInput.Name;

    private static void CheckNames(ModelSignature signature, IReadOnlyList<InferInput> inputs)
    {
        HashSet<string> taken = [.. signature.Inputs.Select(declared => declared.Name)];
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (InferInput input in inputs)
        {
            if (!given.Add(input.Name))
                throw Wrong(signature, $"The input '{input.Name}' is given twice");
            if (!taken.Contains(input.Name))
                throw Wrong(signature, $"The model '{signature.Name}' has no input '{input.Name}'");
        }
    }

    // Inputs that name their first extent alike are one batch: a different number of rows would be broadcast, silently.
    private static void CheckRows(ModelSignature signature, Tensor[] tensors)
    {
        var rows = new Dictionary<string, (string Input, long Rows)>(StringComparer.Ordinal);
        foreach ((ModelValue declared, Tensor tensor) in signature.Model.Graph.Inputs.Zip(tensors))
        {
            if (declared.Shape.Dimensions is not [{ Symbol: { } symbol }, ..])
                continue;
            if (!rows.TryAdd(symbol, (declared.Name, tensor.Shape[0])) && rows[symbol].Rows != tensor.Shape[0])
                throw Wrong(
                    signature,
                    $"The input '{rows[symbol].Input}' has {rows[symbol].Rows} rows and '{declared.Name}' {tensor.Shape[0]}; the model " +
                    "requires the same number");
        }
    }

    private static Tensor Match(ModelSignature signature, ModelValue declared, Dictionary<string, InferInput> inputs)
    {
        if (!inputs.TryGetValue(declared.Name, out InferInput? input))
            throw Wrong(signature, $"The input '{declared.Name}' is missing");
        if (input.Tensor is not { } tensor || tensor.ElementType != declared.ElementType)
            throw Wrong(signature, $"The input '{input.Name}' has the datatype {input.Datatype}");
        if (!Fits(declared.Shape, tensor.Shape))
            throw Wrong(signature, $"The input '{input.Name}' has the shape {tensor.Shape}");
        return tensor;
    }

    private static bool Fits(SymbolicShape declared, Shape shape)
    {
        if (shape.ElementCount == 0)
            return false;
        return declared.Dimensions is not { } dimensions
            || (
                dimensions.Count == shape.Rank
                && dimensions.Select((dimension, axis) => !dimension.IsKnown || dimension.Value == shape[axis]).All(fits => fits));
    }

    private static ApiException Wrong(ModelSignature signature, string found)
    {
        string taken = string.Join(
            ", ", signature.Inputs.Select(input => $"'{input.Name}' {input.Datatype} [{string.Join(',', input.Shape)}]"));
        string images = signature.ImageModel is { } name
            ? $"; or instead the images themselves as '{ImageInput.Name}' {Datatypes.Bytes} [n], which '{name}' takes too"
            : signature.OfImages ? $", image files; tensors are sent to '{signature.Model.Name}'" : "";
        return new ApiException(
            ErrorCodes.InvalidBody, $"{found}. The model '{signature.Name}' takes {taken}{images} (-1: any extent of at least 1).");
    }
}
