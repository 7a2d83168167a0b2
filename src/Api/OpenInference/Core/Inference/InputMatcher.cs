using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>Compares what a request has with what the model takes, before anything runs.</summary>
internal static class InputMatcher
{
    /// <summary>The images of the request, when it has the one input <see cref="ImageInput.Name"/> of images; else null.</summary>
    /// <exception cref="ApiException">It has images and other inputs, or in another shape than [n].</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Images(HostedModel model, IReadOnlyList<InferInput> inputs)
    {
        if (!ImageInput.IsTakenBy(model) || inputs.FirstOrDefault(ImageInput.Is) is not { } image)
            return null;
        if (inputs.Count > 1)
            throw Wrong(
                model,
                $"The request has images and {inputs.Count - 1} other inputs; the images, or the tensor, is all that the model takes");
        bool column = image.Shape.Rank == 2 && image.Shape[1] == 1;
        if (image.Shape.ElementCount == 0 || (image.Shape.Rank != 1 && !column))
            throw Wrong(model, $"The images have the shape {image.Shape}; expected [n], for at least one image");
        return image.Elements;
    }

    /// <summary>The tensors in the order of the model's inputs.</summary>
    /// <exception cref="ApiException">One is missing, unknown, given twice, or of another datatype or shape.</exception>
    public static Tensor[] Tensors(HostedModel model, IReadOnlyList<InferInput> inputs)
    {
        foreach (InferInput input in inputs)
        {
            if (inputs.Count(other => other.Name == input.Name) > 1)
                throw Wrong(model, $"The input '{input.Name}' is given twice");
            if (model.Graph.Inputs.All(declared => declared.Name != input.Name))
                throw Wrong(model, $"The model '{model.Name}' has no input '{input.Name}'");
        }

        Tensor[] tensors = [.. model.Graph.Inputs.Select(declared => Match(model, declared, inputs))];
        CheckRows(model, tensors);
        return tensors;
    }

    // Inputs that name their first extent alike are one batch: a different number of rows would be broadcast, silently.
    private static void CheckRows(HostedModel model, Tensor[] tensors)
    {
        var rows = new Dictionary<string, (string Input, long Rows)>(StringComparer.Ordinal);
        foreach ((ModelValue declared, Tensor tensor) in model.Graph.Inputs.Zip(tensors))
        {
            if (declared.Shape.Dimensions is not [{ Symbol: { } symbol }, ..])
                continue;
            if (!rows.TryAdd(symbol, (declared.Name, tensor.Shape[0])) && rows[symbol].Rows != tensor.Shape[0])
                throw Wrong(
                    model,
                    $"The input '{rows[symbol].Input}' has {rows[symbol].Rows} rows and '{declared.Name}' {tensor.Shape[0]}; the model " +
                    "requires the same number");
        }
    }

    private static Tensor Match(HostedModel model, ModelValue declared, IReadOnlyList<InferInput> inputs)
    {
        InferInput input = inputs.FirstOrDefault(input => input.Name == declared.Name)
            ?? throw Wrong(model, $"The input '{declared.Name}' is missing");
        if (input.Tensor is not { } tensor || tensor.ElementType != declared.ElementType)
            throw Wrong(model, $"The input '{input.Name}' has the datatype {input.Datatype}");
        if (!Fits(declared.Shape, tensor.Shape))
            throw Wrong(model, $"The input '{input.Name}' has the shape {tensor.Shape}");
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

    private static ApiException Wrong(HostedModel model, string found)
    {
        string taken = string.Join(
            ", ", model.Graph.Inputs.Select(input => $"'{input.Name}' {Datatypes.NameOf(input.ElementType)} {ShapeText.Of(input.Shape)}"));
        string images = ImageInput.IsTakenBy(model)
            ? $"; or instead the images themselves as '{ImageInput.Name}' {Datatypes.Bytes} [n]"
            : "";
        return new ApiException(
            ErrorCodes.InvalidBody, $"{found}. The model '{model.Name}' takes {taken}{images} (-1: any extent of at least 1).");
    }
}
