using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting.Telemetry;
using Fovea.Models.Imaging;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting;

/// <summary>
/// Takes requests through their stages: pixels, input tensor, run, answer. The scheduler decides when each stage happens and in whose company.
/// Thread-safe.
/// </summary>
public sealed class ModelServer
{
    private readonly IImageDecoder _decoder;
    private readonly ImageStore _store;
    private readonly Scheduler _scheduler;
    private readonly ServingTelemetry _telemetry;

    /// <summary>Creates the front of a scheduler.</summary>
    public ModelServer(IImageDecoder decoder, ImageStore store, Scheduler scheduler, ServingTelemetry telemetry)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        (_decoder, _store, _scheduler, _telemetry) = (decoder, store, scheduler, telemetry);
        scheduler.Executed += (model, rows, elapsed) =>
        {
            model.Statistics.Executed(rows, TimeSpan.Zero, elapsed, TimeSpan.Zero);
            telemetry.Executed(model, rows);
        };
    }

    /// <summary>Classifies every upload, in order, and keeps each image in the store.</summary>
    /// <exception cref="ImageRejectedException">An image was refused; nothing is kept then.</exception>
    /// <exception cref="ServingException">The model is no classifier, or failed, or the engine has a fault, or the server is
    /// overloaded.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<IReadOnlyList<ImageResult>> ClassifyAsync(
        HostedModel model, IReadOnlyList<ImageUpload> uploads, int top, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(uploads);
        ArgumentNullException.ThrowIfNull(timings);
        model.RequireClassifier();
        string?[] ids = new string?[uploads.Count];
        try
        {
            using var job = new ImageJob(
                model, uploads.Count, model.Runs.Scores, i => Decode(uploads[i]), (i, _) => ids[i] = _store.Add(uploads[i].Bytes.Span, model.Name, model.Version), cancellationToken)
            { Timings = timings };
            return await ServeAsync<IReadOnlyList<ImageResult>>(job, uploads.Count, () => [.. uploads.Select((upload, i) =>
                new ImageResult(ids[i] is { } id && _store.Contains(id) ? id : null, upload.Name, Predictions(job, i, top)))]).ConfigureAwait(false);
        }
        catch
        {
            foreach (string id in ids.OfType<string>())
                _store.Remove(id);
            throw;
        }
    }

    /// <summary>Computes a layer's feature map for an uploaded image.</summary>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">The server is overloaded, or the engine has a fault, or the model failed or takes no
    /// image.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public Task<FeatureMap> ComputeMapAsync(HostedModel model, LayerInfo layer, ImageUpload upload, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return ComputeMapAsync(model, layer, _ => Decode(upload), timings, cancellationToken);
    }

    /// <summary>Computes a layer's feature map for an image from the store.</summary>
    /// <exception cref="ServingException">The server is overloaded, or the engine has a fault, or the model failed or takes no
    /// image.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public Task<FeatureMap> ComputeMapAsync(HostedModel model, LayerInfo layer, StoredImage stored, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return ComputeMapAsync(model, layer, _ => Decode(new ImageUpload(null, stored.Bytes)), timings, cancellationToken);
    }

    /// <summary>Runs tensors through a model.</summary>
    /// <returns>The outputs asked for, in that order.</returns>
    /// <exception cref="ServingException">
    /// The server is overloaded, or the engine has a fault, or the model failed: with an <see cref="InvalidInputException"/> inside where
    /// the tensors do not fit it or an output does not exist.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public Task<IReadOnlyList<Tensor>> InferAsync(HostedModel model, TensorRequest request, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(timings);
        var job = new TensorJob(model, request, cancellationToken) { Timings = timings, Timeout = request.Timeout, Priority = request.Priority > 0 ? -request.Priority : int.MinValue };
        return ServeAsync(job, job.Rows, () => job.Outputs);
    }

    /// <summary>Decodes and pre-processes images into a model's input, without running it.</summary>
    /// <returns>The input; the caller disposes it.</returns>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">The model takes no image, or the server is overloaded.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<PreparedImages> PrepareTensorAsync(
        HostedModel model, IReadOnlyList<ImageUpload> images, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(timings);
        var job = new ImageJob(model, images.Count, null, i => Decode(images[i]), null, cancellationToken) { Timings = timings };
        try
        {
            await _scheduler.RunAsync(job).ConfigureAwait(false);
            return job.Images;
        }
        catch (Exception e)
        {
            job.Dispose();
            _telemetry.Failed(job, e);
            throw;
        }
    }

    private async Task<FeatureMap> ComputeMapAsync(
        HostedModel model, LayerInfo layer, Func<int, DecodedImage> open, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(timings);
        model.RequireImage();
        using var job = new ImageJob(model, 1, model.Runs.Map(layer), open, null, cancellationToken) { Timings = timings };
        return await ServeAsync(job, 1, () => model.MapOf(layer, job.Outputs[0])).ConfigureAwait(false);
    }

    /// <summary>Runs a job, makes the answer of its outputs, and counts what became of it.</summary>
    private async Task<T> ServeAsync<T>(Job job, int rows, Func<T> answer)
    {
        try
        {
            await _scheduler.RunAsync(job).ConfigureAwait(false);
            long start = StageTimings.Start();
            T result = answer();
            TimeSpan output = StageTimings.Since(start);
            job.Model.Statistics.Succeeded(rows, job.Timings.Total, job.Timings, output);
            _telemetry.Succeeded(job);
            return result;
        }
        catch (Exception e)
        {
            job.Model.Statistics.Failed(job.Timings.Total);
            _telemetry.Failed(job, e);
            if (e is ActivationLimitException)
                throw new ServingException(ServingError.ActivationLimit, e.Message, e);
            if (e is EngineFaultException)
            {
                throw new ServingException(ServingError.EngineFault, $"The engine failed while it ran the model '{job.Model.Name}'; its log says more. {e.Message}", e)
                {
                    Model = job.Model.Name,
                };
            }

            if (e is InferenceException)
                throw new ServingException(ServingError.ModelFailed, $"The model failed while it ran: {e.Message}", e);
            throw;
        }
    }

    private static IReadOnlyList<Prediction> Predictions(ImageJob job, int image, int top)
    {
        Tensor scores = job.Outputs[0];
        int classes = checked((int)(scores.Shape.ElementCount / scores.Shape[0]));
        return job.Model.Interpret(scores.Span<float>().Slice(image * classes, classes), top);
    }

    private DecodedImage Decode(ImageUpload upload)
    {
        try
        {
            return _decoder.Decode(upload.Bytes);
        }
        catch (ImageException e)
        {
            throw new ImageRejectedException(upload.Name, e);
        }
    }
}
