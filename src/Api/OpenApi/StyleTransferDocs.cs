using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/style-transfers</c>.</summary>
internal static class StyleTransferDocs
{
    private const string Tag = "style-transfers";
    private const string Id = "3f0c9d8e7b6a5f4e3d2c1b0a99887766";

    private static readonly ErrorCode[] OfJobs = [ErrorCodes.JobNotFound, ErrorCodes.InvalidParameter, ErrorCodes.InternalError];
    private static readonly ErrorCode[] OfStates = [.. OfJobs, ErrorCodes.JobState];

    private static JsonNode Example => JsonSerializer.SerializeToNode(
        new StyleTransferResponse(
            new JobResponse
            {
                Id = Id,
                State = "running",
                Model = "squeezenet1.1",
                Version = "1",
                Steps = 200,
                StepsDone = 2,
                ElapsedSeconds = 0.12,
                RemainingSeconds = 11.88,
                Href = $"/style-transfers/{Id}",
                EventsHref = $"/style-transfers/{Id}/events",
            },
            224, 224,
            new StyleRecipeInfo
            {
                Preset = "cs231n",
                ContentLayers = ["fire2/concat_1"],
                StyleLayers = ["conv1_2", "fire3/concat_1", "fire4/concat_1", "fire5/concat_1"],
                ContentWeight = 1,
                StyleWeights = [1, 1, 1, 1],
                TvWeight = 0.5,
                Scale = "relative",
                LearningRate = 3,
                Start = "content",
                Seed = 0,
                Colour = "transfer",
            },
            new StyleLossCurves { Every = 1, Content = [0, 0.31], Style = [2.4, 1.9], Variation = [0.02, 0.05] }),
        ApiJson.Answers.StyleTransferResponse)!;

    public static Task Begin(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OperationEditor editor = new OperationEditor(operation, context)
            .Called(
                "beginStyleTransfer", Tag, "Two pictures in, one in the style of the other out",
                "Begins a job that optimises a picture until its layers have the values of the content and the statistics of the style. " +
                "The answer says where to ask for it.")
            .FilesBody(
                "Two files in a form. " + OperationEditor.Encodings,
                (StyleTransferPictures.Content, "The picture whose content is kept."),
                (StyleTransferPictures.Style, "The picture whose style is aimed at."))
            .Example("steps", "20")
            .Accepted("The job, and its addresses; Location has the first of them.", Example);
        if (operation.RequestBody is OpenApiRequestBody { Content: { } content } body)
        {
            content.Remove("application/json");
            body.Required = true;
        }

        return editor.ErrorsAsync(
            cancellationToken,
            [.. InsideErrors.OfUploads.Except([ErrorCodes.LayerNotFound, ErrorCodes.NotAcceptable]), ErrorCodes.UnfitForTransfer]);
    }

    public static Task State(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(operation, context, "getStyleTransfer", "How far a style transfer is", "Its state, its losses, and how long it will take.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfJobs);

    public static Task Cancel(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "cancelStyleTransfer", "Cancels a style transfer",
            "It ends after its step, and keeps the picture so far for a while. One that has ended is forgotten.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfJobs);

    public static Task Pause(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "pauseStyleTransfer", "Pauses a style transfer",
            "It lets others go first until it is resumed. One that is not resumed is cancelled after a while.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfStates);

    public static Task Resume(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(operation, context, "resumeStyleTransfer", "Lets a paused style transfer go on", "It is the next that runs.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfStates);

    public static Task Image(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(operation, context, "getStyledImage", "The picture of a style transfer", "The picture so far, and at the end the result.")
            .BinaryAnswer(MapFormatNegotiator.Png, "The picture.")
            .ErrorsAsync(cancellationToken, OfStates);

    public static Task Events(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "followStyleTransfer", "The progress of a style transfer as it happens",
            "Server-sent events: 'progress' at most four times a second, at most once a second with a small picture as a data URL, " +
            "and 'end' as the last.")
            .EventsAnswer(
                "Events, each with a StyleTransferEvent as JSON.",
                "event: progress\ndata: {\"state\":\"running\",\"steps\":200,\"stepsDone\":2,\"content\":0.31,\"style\":1.9}\n\n")
            .ErrorsAsync(cancellationToken, OfJobs);

    private static OperationEditor OfJob(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, string name, string summary, string description) =>
        new OperationEditor(operation, context).Called(name, Tag, summary, description).Example("job", Id);
}
