using Fovea.Inference;

namespace Fovea.Models.Hosting;

/// <content>Requests that bring tensors, or ask for the tensor of their images.</content>
public sealed partial class ModelServer
{
    /// <summary>Runs a model on tensors.</summary>
    /// <returns>The outputs asked for, in that order.</returns>
    /// <exception cref="ServingException">The server is overloaded, the request's time is over, or the model cannot run on these tensors.</exception>
    public async Task<IReadOnlyList<Tensor>> InferAsync(HostedModel model, TensorRequest request, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(timings);
        long start = StageTimings.Start();
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.Timeout is { } timeout)
            deadline.CancelAfter(timeout);
        try
        {
            Tensor[] outputs = await RunAsync(() => Run(model, request, deadline.Token), timings, deadline.Token).ConfigureAwait(false);
            model.Statistics.Executed(Rows(request), TimeSpan.Zero, timings.Compute, TimeSpan.Zero);
            model.Statistics.Succeeded(Rows(request), StageTimings.Since(start), timings, TimeSpan.Zero);
            return outputs;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            model.Statistics.Failed(StageTimings.Since(start));
            throw new ServingException(ServingError.QueueTimeout, $"The request was not answered within its own time of {request.Timeout?.TotalMilliseconds:0.###} ms.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }
        catch
        {
            model.Statistics.Failed(StageTimings.Since(start));
            throw;
        }
    }

    /// <summary>Decodes and pre-processes images into the input of a model, [n,...]; the caller disposes it.</summary>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">The server is overloaded, or the model takes no image.</exception>
    public Task<PreparedImages> PrepareTensorAsync(HostedModel model, IReadOnlyList<ImageUpload> images, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(timings);
        return DecodeAsync(model, images, timings, (_, _) => { }, cancellationToken);
    }

    private static Tensor[] Run(HostedModel model, TensorRequest request, CancellationToken cancellationToken)
    {
        CompiledPlan plan = model.Graph.Compile([.. request.Inputs.Select(input => input.Shape)], request.Outputs);
        Tensor[] outputs = [.. plan.Outputs.Select(output => new Tensor(output.ElementType, output.Shape))];
        plan.Run([.. request.Inputs], outputs, cancellationToken);
        return outputs;
    }

    private static long Rows(TensorRequest request) => request.Inputs is [{ Shape.Rank: > 0 } first, ..] ? first.Shape[0] : 1;
}
