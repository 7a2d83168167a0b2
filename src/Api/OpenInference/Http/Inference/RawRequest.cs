using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>
/// A request without any JSON: the body is the data of the model's only input, whose shape follows from the number of bytes, for a batch of
/// 1; or it is one image, where its type or the model's name says so. Every output is sent as bytes
/// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md#raw-binary-request).
/// </summary>
internal static class RawRequest
{
    /// <summary>The request that these bytes are.</summary>
    /// <exception cref="ApiException">The model has several inputs, or the shape does not follow from the number of bytes.</exception>
    public static InferRequest Of(ModelSignature signature, ReadOnlyMemory<byte> body, bool isImage)
    {
        HostedModel model = signature.Model;
        var request = new InferRequest { BinaryOutputs = true };
        if (isImage || signature.OfImages)
        {
            request.Inputs.Add(ImageInput.IsTakenBy(model)
                ? new InferInput(ImageInput.Name, new Shape(1), [body])
                : throw Wrong(model, $"takes no image; its input is {model.Inputs.Description}"));
            return request;
        }

        if (model.Graph.Inputs is not [{ } input])
            throw Wrong(model, $"has {model.Graph.Inputs.Count} inputs; only a request with JSON can tell which bytes belong to which");
        request.Inputs.Add(
            InferInput.FromBinary(input.Name, Datatypes.NameOf(input.ElementType), Extents(model, input, body.Length), body));
        return request;
    }

    private static long[] Extents(HostedModel model, ModelValue input, int bytes)
    {
        long[] extents = ShapeText.Extents(input.Shape);
        if (input.Shape.Dimensions is null)
            throw Wrong(model, $"takes '{input.Name}' in a shape that does not follow from the number of bytes; send it with JSON");
        if (extents.Length > 1 && extents[0] < 0)
            extents[0] = 1;
        int[] open = [.. Enumerable.Range(0, extents.Length).Where(axis => extents[axis] < 0)];
        if (open.Length > 1)
            throw Wrong(
                model,
                $"takes '{input.Name}' in the shape {ShapeText.Of(input.Shape)}, which does not follow from the number of bytes; send it " +
                "with JSON");
        long known = extents.Where(extent => extent >= 0)
            .Aggregate((long)input.ElementType.SizeInBytes(), (product, extent) => checked(product * extent));
        if (open.Length == 1 && known > 0 && bytes % known == 0)
            extents[open[0]] = bytes / known;
        else if (open.Length == 1 || bytes != known)
            throw Wrong(
                model,
                $"takes '{input.Name}' {Datatypes.NameOf(input.ElementType)} {ShapeText.Of(input.Shape)}, one row of which is " +
                $"{known} bytes{(open.Length == 1 ? " or a multiple" : "")}; the body has {bytes}{Hint(model)}");
        return extents;
    }

    private static string Hint(HostedModel model) =>
        ImageInput.IsTakenBy(model) ? ". An image file is recognised by its Content-Type: image/*" : "";

    private static ApiException Wrong(HostedModel model, string what) => new(ErrorCodes.InvalidBody, $"The model '{model.Name}' {what}.");
}
