using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/predict/jobs</c>.</summary>
internal static class PredictJobDocs
{
    private const string Tag = "predict";
    private const string Id = "9b1d3f5a7c9e0b2d4f6a8c0e1f3b5d7a";

    private static readonly ErrorCode[] OfJobs = [ErrorCodes.JobNotFound, ErrorCodes.InvalidParameter, ErrorCodes.InternalError];

    private static JsonNode Example => JsonSerializer.SerializeToNode(
        new PredictJobResponse(
            new JobResponse
            {
                Id = Id,
                State = "running",
                Model = "digits",
                Version = "1",
                Steps = 42,
                StepsDone = 12,
                ElapsedSeconds = 1.8,
                RemainingSeconds = 4.5,
                Href = $"/predict/jobs/{Id}",
                EventsHref = $"/predict/jobs/{Id}/events",
            },
            null),
        ApiJson.Answers.PredictJobResponse)!;

    public static Task Begin(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        new OperationEditor(operation, context)
            .Called(
                "beginPrediction", Tag, "A prediction that takes long, as a job",
                "What POST /predict answers for one image, run by run behind all requests and without a deadline: a large picture that " +
                "goes through the network in tiles takes a step for each. The answer says where to ask for it. format names the form " +
                "that is made beside JSON: png where none is given.")
            .TaskQuery()
            .AnswerFormats()
            .ImageBody("One raw image, one file, or one image in base64. " + OperationEditor.Encodings, several: false)
            .Accepted("The job, and its addresses; Location has the first of them.", Example)
            .ErrorsAsync(cancellationToken, [.. PredictDocs.Errors.Except([ErrorCodes.NotAcceptable])]);

    public static Task State(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "getPrediction", "How far a prediction is, and its answer",
            "Its state, and how long it will take; at the end with the answer. In the form that the job was begun with, by Accept or by " +
            "?format=, which wins: as png the answer drawn on the image, or the picture that the network made.")
            .Answer("The job.", Example)
            .AnswerForms()
            .ErrorsAsync(cancellationToken, [.. OfJobs, ErrorCodes.JobState, ErrorCodes.NotAcceptable]);

    public static Task Cancel(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(operation, context, "cancelPrediction", "Cancels a prediction", "It ends within its step. One that has ended is forgotten.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfJobs);

    public static Task Events(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "followPrediction", "The progress of a prediction as it happens",
            "Server-sent events: 'progress' at most four times a second, and 'end' as the last.")
            .EventsAnswer(
                "Events, each with a JobProgress as JSON.",
                "event: progress\ndata: {\"state\":\"running\",\"steps\":42,\"stepsDone\":12}\n\n")
            .ErrorsAsync(cancellationToken, OfJobs);

    private static OperationEditor OfJob(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, string name, string summary, string description) =>
        new OperationEditor(operation, context).Called(name, Tag, summary, description).Example("job", Id);
}
