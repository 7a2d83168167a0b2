using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Models.Explanations.Methods;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The documentation of <c>/explanations</c>.</summary>
internal static class ExplanationDocs
{
    private const string Tag = "explain";
    private const string Id = "7a5c1e0f2b4d6e8f9a0b1c2d3e4f5061";

    private static readonly ErrorCode[] OfJobs = [ErrorCodes.JobNotFound, ErrorCodes.InvalidParameter, ErrorCodes.InternalError];

    private static JsonNode Example => JsonSerializer.SerializeToNode(
        new ExplanationJobResponse(
            new JobResponse
            {
                Id = Id,
                State = "running",
                Model = "digits",
                Version = "1",
                Steps = 1003,
                StepsDone = 120,
                ElapsedSeconds = 0.36,
                RemainingSeconds = 2.646,
                Href = $"/explanations/{Id}",
                EventsHref = $"/explanations/{Id}/events",
            },
            "integrated-gradients", new ExplainCost { Forward = 2, Gradients = 1000, Runs = 2002 }),
        ApiJson.Answers.ExplanationJobResponse)!;

    public static Task Begin(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OperationEditor editor = new OperationEditor(operation, context)
            .Called(
                "beginExplanation", Tag, "An explanation that takes long, as a job",
                "What POST /explain computes, run by run behind all predictions, with more runs than it allows. The answer says where to " +
                "ask for it.")
            .Names("method", [.. MethodTable.All.Select(method => method.Name)])
            .ImageBody("One raw image, one file, or one image in base64; nothing where ?image= is given. " + OperationEditor.Encodings,
                several: false)
            .Accepted("The job, and its addresses; Location has the first of them.", Example);
        if (operation.RequestBody is OpenApiRequestBody body)
            body.Required = false;
        return editor.ErrorsAsync(
            cancellationToken,
            [
                .. InsideErrors.OfUploads.Except([ErrorCodes.NotAcceptable]), ErrorCodes.ImageExpired, ErrorCodes.ModelNotClassifier,
                ErrorCodes.RunLimit,
            ]);
    }

    public static Task State(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(operation, context, "getExplanation", "How far an explanation is", "Its state, and how long it will take.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfJobs);

    public static Task Cancel(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(operation, context, "cancelExplanation", "Cancels an explanation", "It ends after its step. One that has ended is forgotten.")
            .Answer("The job.", Example)
            .ErrorsAsync(cancellationToken, OfJobs);

    public static Task Answer(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "getExplanationAnswer", "What came out of an explanation",
            "The answer of POST /explain, in the format of Accept, or of ?format=, which wins.")
            .Answer("What was explained, the ranges of the map, and the cost.", ExplainExamples.Explain)
            .BinaryAnswer(MapFormatNegotiator.Png, "The map over the picture.")
            .BinaryAnswer(MapFormatNegotiator.Npy, "The map as a NumPy array.")
            .ErrorsAsync(cancellationToken, [.. OfJobs, ErrorCodes.JobState, ErrorCodes.NotAcceptable]);

    public static Task Events(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        OfJob(
            operation, context, "followExplanation", "The progress of an explanation as it happens",
            "Server-sent events: 'progress' at most four times a second, and 'end' as the last.")
            .EventsAnswer(
                "Events, each with a JobProgress as JSON.",
                "event: progress\ndata: {\"state\":\"running\",\"steps\":1003,\"stepsDone\":120}\n\n")
            .ErrorsAsync(cancellationToken, OfJobs);

    private static OperationEditor OfJob(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, string name, string summary, string description) =>
        new OperationEditor(operation, context).Called(name, Tag, summary, description).Example("job", Id);
}
