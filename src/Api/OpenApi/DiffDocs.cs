using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/models/{model}/diff</c>.</summary>
internal static class DiffDocs
{
    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "compareLayers", "models", "Where do two runs part?",
                "Compares each layer of an image with a dump of another framework, with another model or version, or with another " +
                "image, and names the first layer that differs. The image comes as a file, in base64, or as ?image=; the dump as a file " +
                "of NumPy: .npz with an array for each layer, or .npy. Arrays are matched by the value's name, then by the node's name " +
                "or module, then by shape; what matches nothing is listed.")
            .FilesBody(
                "The image and the dump, as files of a form; the dump alone where ?image= is given; the image alone, also in base64, " +
                "where ?other=, ?otherVersion= or ?otherImage= is; nothing where both images are named. " +
                OperationEditor.Encodings, ("image", OperationEditor.Picture),
                ("dump", "The bytes of a .npz or .npy file."))
            .Answer("The differences.", InsideExamples.Diff)
            .TimingHeader()
            .ErrorsAsync(
                cancellationToken,
                [
                    .. InsideErrors.OfUploads.Where(code => code.Status != StatusCodes.Status406NotAcceptable
                        && code != ErrorCodes.LayerNotFound && code != ErrorCodes.ModelRequired),
                    ErrorCodes.ImageExpired,
                ]);
}
