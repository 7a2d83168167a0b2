using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>Answers requests to infer, from HTTP and from gRPC alike. Thread-safe.</summary>
internal sealed class InferRunner(ModelServer server, ServerOptions options)
{
    /// <summary>Starts the clock of a request, before its body is read.</summary>
    public StageTimings StartTimings() => server.StartTimings();

    /// <summary>Checks a request against the model, runs it and makes the answer.</summary>
    /// <param name="signature">The model.</param>
    /// <param name="request">The request.</param>
    /// <param name="write">
    /// Makes the answer of the outputs, in the request's order. That, and finding classes, may take longer than the run: both are part of
    /// the job, which has its share of the processors and one deadline.
    /// </param>
    /// <param name="timings">The clock of the request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ApiException">The request does not fit the model, or its answer would be too large.</exception>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">The server is overloaded, or the model failed.</exception>
    public async Task<T> RunAsync<T>(
        ModelSignature signature, InferRequest request, Func<IReadOnlyList<OutputValue>, T> write, StageTimings timings,
        CancellationToken cancellationToken)
        where T : class
    {
        HostedModel model = signature.Model;
        IReadOnlyList<ReadOnlyMemory<byte>>? images = InputMatcher.Images(signature, request.Inputs);
        var selection = new OutputSelection(signature, request, images is not null);
        var wanted = new InferOptions
        {
            Outputs = selection.Names,
            Answers = selection.HasAnswer,
            Timeout = request.Timeout,
            Priority = request.Priority,
        };
        try
        {
            AnswerOrRefusal<T> made = images is not null
                ? await server.InferAsync(model, Uploads(images), wanted, Make, timings, cancellationToken)
                : await server.InferAsync(
                    model, InputMatcher.Tensors(signature, request.Inputs), wanted, Make, timings, cancellationToken);
            return made.Answer;
        }
        catch (ServingException e) when (
            e.Error is ServingError.NoAnswer or ServingError.ModelFailed
            && e.InnerException is InvalidInputException or InvalidModelException)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody, $"The model '{signature.Name}' cannot run on these inputs: {e.InnerException.Message}", e);
        }

        AnswerOrRefusal<T> Make(ImageInference inference) => AnswerOrRefusal<T>.Of(
            () => write([.. selection.Wanted.Select(output => Value(model, request, selection, output, inference))]));
    }

    private static OutputValue Value(
        HostedModel model, InferRequest request, OutputSelection selection, RequestedOutput output, ImageInference inference)
    {
        bool binary = output.Binary ?? request.BinaryOutputs;
        if (selection.IsAnswer(output))
            return AnswerOutput(model.RequireTask().Task, inference.Answers, binary);
        Tensor tensor = selection.Find(inference.Outputs, output);
        return output.Classification is null
            ? new OutputValue(output.Name, tensor.Shape, tensor, null, binary)
            : ClassificationOutput.Of(model, output, tensor, binary);
    }

    /// <summary>The task's answer for each image as JSON: BYTES of shape [images].</summary>
    private static OutputValue AnswerOutput(ImageTask task, IReadOnlyList<object> answers, bool binary) => new(
        task.AnswerName, new Shape(answers.Count), null, [.. answers.Select(answer => JsonSerializer.Serialize(answer, task.AnswerType))],
        binary);

    private ImageUpload[] Uploads(IReadOnlyList<ReadOnlyMemory<byte>> images)
    {
        if (images.Count > options.Limits.MaxFiles)
            throw new ApiException(
                ErrorCodes.BodyTooLarge,
                $"The request has {images.Count} images; at most {options.Limits.MaxFiles} are taken (Limits:MaxFiles).");
        ImageUpload[] uploads =
            [.. images.Select((bytes, i) => new ImageUpload(images.Count == 1 ? null : $"{ImageInput.Name}[{i}]", bytes))];
        if (uploads.FirstOrDefault(upload => upload.Bytes.IsEmpty) is { } empty)
            throw new ApiException(
                ErrorCodes.EmptyBody, $"The element '{empty.Name ?? ImageInput.Name}' is empty; the bytes of an image file are expected.");
        return uploads;
    }
}
