using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.V2.Inference;

/// <summary>Answers requests to infer, from REST and from gRPC alike. Thread-safe.</summary>
internal sealed class InferRunner(ModelServer server, ServerOptions options)
{
    /// <summary>Checks a request against the model, runs it and gives its outputs in the request's order.</summary>
    /// <exception cref="ApiException">The request does not fit the model.</exception>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">The server is overloaded, or the model failed.</exception>
    public async Task<IReadOnlyList<OutputValue>> RunAsync(HostedModel model, InferRequest request, StageTimings timings, CancellationToken cancellationToken)
    {
        var selection = new OutputSelection(model, request);
        IReadOnlyList<Tensor> outputs = InputMatcher.Images(model, request.Inputs) is { } images
            ? await RunImagesAsync(model, images, request, selection, timings, cancellationToken)
            : await RunTensorsAsync(model, InputMatcher.Tensors(model, request.Inputs), request, selection, timings, cancellationToken);
        return [.. selection.Wanted.Select(output => Value(model, request, output, selection.Find(outputs, output)))];
    }

    private static OutputValue Value(HostedModel model, InferRequest request, RequestedOutput output, Tensor tensor)
    {
        bool binary = output.Binary ?? request.BinaryOutputs;
        return output.Classification is null
            ? new OutputValue(output.Name, tensor.Shape, tensor, null, binary)
            : ClassificationOutput.Of(model, output, tensor, binary);
    }

    private async Task<IReadOnlyList<Tensor>> RunImagesAsync(
        HostedModel model, IReadOnlyList<ReadOnlyMemory<byte>> images, InferRequest request, OutputSelection selection, StageTimings timings, CancellationToken cancellationToken)
    {
        if (images.Count > options.Limits.MaxFiles)
            throw new ApiException(ErrorCodes.BodyTooLarge, $"The request brings {images.Count} images; at most {options.Limits.MaxFiles} are taken (Limits:MaxFiles).");
        ImageUpload[] uploads = [.. images.Select((bytes, i) => new ImageUpload(images.Count == 1 ? null : $"{ImageInput.Name}[{i}]", bytes))];
        if (uploads.FirstOrDefault(upload => upload.Bytes.IsEmpty) is { } empty)
            throw new ApiException(ErrorCodes.EmptyBody, $"The element '{empty.Name ?? ImageInput.Name}' is empty; the bytes of an image file are expected.");
        using PreparedImages prepared = await server.PrepareTensorAsync(model, uploads, timings, cancellationToken);
        if (model.Task.FixedBatch is not { } batch || batch == images.Count)
            return await RunTensorsAsync(model, [prepared.Tensor], request, selection, timings, cancellationToken);

        var parts = new List<IReadOnlyList<Tensor>>();
        foreach (Tensor part in BatchParts.Split(prepared.Tensor, batch))
            parts.Add(await RunTensorsAsync(model, [part], request, selection, timings, cancellationToken));
        return BatchParts.Join(parts, batch, images.Count);
    }

    private async Task<IReadOnlyList<Tensor>> RunTensorsAsync(
        HostedModel model, Tensor[] inputs, InferRequest request, OutputSelection selection, StageTimings timings, CancellationToken cancellationToken)
    {
        try
        {
            var tensors = new TensorRequest(inputs, selection.Names) { Timeout = request.Timeout, Priority = request.Priority };
            return await server.InferAsync(model, tensors, timings, cancellationToken);
        }
        catch (ServingException e) when (e.Error == ServingError.ModelFailed && e.InnerException is InvalidInputException or InvalidModelException)
        {
            throw new ApiException(ErrorCodes.InvalidBody, $"The model '{model.Name}' cannot run on inputs of these shapes: {e.InnerException.Message}", e);
        }
    }
}
