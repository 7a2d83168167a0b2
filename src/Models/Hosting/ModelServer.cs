using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Imaging;

namespace Fovea.Models.Hosting;

/// <summary>
/// Takes uploaded images through the stages: a place to decode, pixels, input tensor, a place to run, answer. Knows the bounds
/// on how much of that happens at once. Thread-safe.
/// </summary>
public sealed partial class ModelServer(IImageDecoder decoder, ImageStore store, ConcurrencyGate decoding, ConcurrencyGate running)
{
    /// <summary>Classifies every upload, in order, and keeps each image in the store.</summary>
    /// <exception cref="ImageRejectedException">An image was refused; nothing is kept then.</exception>
    /// <exception cref="ServingException">The model is no classifier, or the server is overloaded.</exception>
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
            using PreparedImages images = await DecodeAsync(model, uploads, timings, (i, image) => ids[i] = store.Add(image, model.Name, model.Version), cancellationToken).ConfigureAwait(false);
            var predictions = await RunAsync(() => model.Classify(images, top, cancellationToken), timings, cancellationToken).ConfigureAwait(false);
            return [.. uploads.Select((upload, i) => new ImageResult(ids[i] is { } id && store.Contains(id) ? id : null, upload.Name, predictions[i]))];
        }
        catch
        {
            foreach (string id in ids.OfType<string>())
                store.Remove(id);
            throw;
        }
    }

    /// <summary>Computes a layer's feature map for an uploaded image.</summary>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">The server is overloaded, or the model takes no image.</exception>
    public async Task<FeatureMap> ComputeMapAsync(
        HostedModel model, LayerInfo layer, ImageUpload upload, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(timings);
        using PreparedImages images = await DecodeAsync(model, [upload], timings, (_, _) => { }, cancellationToken).ConfigureAwait(false);
        return await RunAsync(() => model.ComputeMap(images, layer, cancellationToken), timings, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Computes a layer's feature map for an image from the store.</summary>
    /// <exception cref="ServingException">The server is overloaded, or the model takes no image.</exception>
    public async Task<FeatureMap> ComputeMapAsync(
        HostedModel model, LayerInfo layer, StoredImage stored, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(timings);
        using PreparedImages images = model.Prepare(1);
        using (await EnterAsync(decoding, timings, cancellationToken).ConfigureAwait(false))
            Preprocess(images, 0, stored.Image, timings);
        return await RunAsync(() => model.ComputeMap(images, layer, cancellationToken), timings, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PreparedImages> DecodeAsync(
        HostedModel model, IReadOnlyList<ImageUpload> uploads, StageTimings timings, Action<int, DecodedImage> keep, CancellationToken cancellationToken)
    {
        PreparedImages images = model.Prepare(uploads.Count);
        try
        {
            using ConcurrencyGate.Pass pass = await EnterAsync(decoding, timings, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < uploads.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using DecodedImage image = Decode(uploads[i], timings);
                Preprocess(images, i, image, timings);
                keep(i, image);
            }

            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private async Task<T> RunAsync<T>(Func<T> run, StageTimings timings, CancellationToken cancellationToken)
    {
        using ConcurrencyGate.Pass pass = await EnterAsync(running, timings, cancellationToken).ConfigureAwait(false);
        long start = StageTimings.Start();
        try
        {
            return run();
        }
        catch (InferenceException e)
        {
            throw new ServingException(ServingError.ModelFailed, $"The model failed while it ran: {e.Message}", e);
        }
        finally
        {
            timings.Compute += StageTimings.Since(start);
        }
    }

    private DecodedImage Decode(ImageUpload upload, StageTimings timings)
    {
        long start = StageTimings.Start();
        try
        {
            return decoder.Decode(upload.Bytes);
        }
        catch (ImageException e)
        {
            throw new ImageRejectedException(upload.Name, e);
        }
        finally
        {
            timings.Decode += StageTimings.Since(start);
        }
    }

    private static void Preprocess(PreparedImages images, int index, DecodedImage image, StageTimings timings)
    {
        long start = StageTimings.Start();
        images.Set(index, image);
        timings.Preprocess += StageTimings.Since(start);
    }

    private static async ValueTask<ConcurrencyGate.Pass> EnterAsync(ConcurrencyGate gate, StageTimings timings, CancellationToken cancellationToken)
    {
        long start = StageTimings.Start();
        ConcurrencyGate.Pass pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        timings.Queue += StageTimings.Since(start);
        return pass;
    }
}
