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

    /// <summary>Checks a request against the model, runs it and gives its outputs in the request's order.</summary>
    /// <exception cref="ApiException">The request does not fit the model.</exception>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">The server is overloaded, or the model failed.</exception>
    public async Task<IReadOnlyList<OutputValue>> RunAsync(
        ModelSignature signature, InferRequest request, StageTimings timings, CancellationToken cancellationToken)
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
            ImageInference inference = images is not null
                ? await server.InferAsync(model, Uploads(images), wanted, timings, cancellationToken)
                : new ImageInference(
                    await server.InferAsync(
                        model, InputMatcher.Tensors(signature, request.Inputs), wanted, timings, cancellationToken), []);
            return [.. selection.Wanted.Select(output => Value(model, request, selection, output, inference))];
        }
        catch (ServingException e) when (
            e.Error == ServingError.ModelFailed && e.InnerException is InvalidInputException or InvalidModelException)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The model '{signature.Name}' cannot run on inputs of these shapes: {e.InnerException.Message}", e);
        }
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
