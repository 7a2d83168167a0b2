using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>POST /predict</c>.</summary>
internal static class PredictDocs
{
    /// <summary>What can be wrong with a prediction.</summary>
    public static ErrorCode[] Errors { get; } =
    [
        ErrorCodes.InvalidParameter, ErrorCodes.NotAcceptable, ErrorCodes.EmptyBody, ErrorCodes.InvalidBody,
        ErrorCodes.ModelRequired, ErrorCodes.ModelNotFound,
        ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge, ErrorCodes.ImageTooLarge, ErrorCodes.UnsupportedContentType,
        ErrorCodes.UnsupportedContentEncoding,
        ErrorCodes.UnsupportedImageFormat, ErrorCodes.ImageCorrupt, ErrorCodes.ModelNotClassifier, ErrorCodes.ActivationLimit,
        ErrorCodes.NoAnswer, ErrorCodes.Overloaded, ErrorCodes.QueueTimeout, ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError,
        ErrorCodes.EngineFault, ErrorCodes.NotReady, ErrorCodes.ModelFailed,
    ];

    public static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called("predict", "predict", "Images in, the answer of the model's task out",
                "Answers for one raw image, for the files of a form, or for base64 in JSON: several images are one batched run, " +
                "answered in order. " +
                "A classifier answers with labels, a detector with boxes. The answer's format follows Accept, or ?format=, which wins: " +
                "json (the default), or of one image a form that the model's task has; png is the answer drawn on the image, or the " +
                "picture that the model made. " +
                "The format of an image is taken from its bytes, never from the declared type. " +
                "One bad file fails the request and is named.")
            .TaskQuery()
            .ImageBody("One raw image; one or more files; or one or more images in base64. " + OperationEditor.Encodings, several: true)
            .Answer("The answer for each image, in order.", Examples.Predict)
            .AnswerForms()
            .TimingHeader()
            .ErrorsAsync(cancellationToken, Errors);
}
