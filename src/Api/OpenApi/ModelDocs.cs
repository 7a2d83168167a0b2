using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/models</c>.</summary>
internal static class ModelDocs
{
    private const string Tag = "models";

    private static readonly ErrorCode[] AdminErrors =
    [
        ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.NotFound, ErrorCodes.InternalError, ErrorCodes.NotReady,
        ErrorCodes.ModelFailed,
    ];

    public static Task DescribeList(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called("listModels", Tag, "What is served", "Every version of every model, with its state and the reason of a failure.")
            .Answer("The models.", Examples.Models)
            .ErrorsAsync(cancellationToken, [ErrorCodes.InvalidParameter, ErrorCodes.InternalError]);

    public static Task DescribeDetails(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "getModel", Tag, "One model",
                "Inputs, outputs, pre-processing with the origin of each value, task, parameters and multiply-adds.")
            .Answer("The model.", Examples.Model)
            .ErrorsAsync(cancellationToken, [ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.InternalError]);

    public static Task DescribeValidate(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "validateModel", Tag, "Would this file be served?",
                "The dry run of an ONNX file: its operators, cost, memory, task and pre-processing, every problem that is found, and " +
                "whether it would be served. It is loaded within the limits of any other model, and nothing is kept. Files beside a " +
                "model are no part of it; the command validate looks at a folder. Administration; switched off by default.")
            .FileBody("The bytes of an ONNX file. " + OperationEditor.Encodings)
            .Answer("The report, also for a file that would not be served.", Examples.Report)
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.EmptyBody, ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge,
                ErrorCodes.UnsupportedContentType, ErrorCodes.UnsupportedContentEncoding, ErrorCodes.InternalError,
            ]);

    public static Task DescribeLoad(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "loadModel", Tag, "Load a model",
                "Loads a model that is unloaded, failed, new or changed, and answers when it is ready. Administration; switched off by " +
                "default.")
            .Answer("The model.", Examples.Model)
            .ErrorsAsync(cancellationToken, AdminErrors);

    public static Task DescribeUnload(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "unloadModel", Tag, "Unload a model",
                "Unloads a model in all its versions, until it is loaded again on request. Requests in flight end on it. Administration; " +
                "switched off by default.")
            .Answer("The model.", Examples.Model)
            .ErrorsAsync(cancellationToken, AdminErrors);

    public static Task DescribeLayers(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "listLayers", Tag, "Every layer of a model",
                "Each with its shape, window, cost, receptive field and the address of its feature map.")
            .Answer("The layers, in the order of computation.", Examples.Layers)
            .ErrorsAsync(cancellationToken,
            [
                ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.InternalError, ErrorCodes.NotReady,
                ErrorCodes.ModelFailed,
            ]);
}
