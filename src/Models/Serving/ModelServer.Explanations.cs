using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Explanations;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Pictures;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Serving;

/// <summary>What runs networks forwards and back.</summary>
public sealed partial class ModelServer
{
    /// <summary>
    /// Explains a number that a model computes of an image, at a lower priority than predictions. Each run of the network is a job of its
    /// own: other requests are served in between.
    /// </summary>
    /// <param name="plan">What is explained, and how.</param>
    /// <param name="upload">The image.</param>
    /// <param name="pictureEdge">
    /// The longest edge of the image as it was sent, to draw the map over: a larger image is made smaller. 0 for the network's input.
    /// </param>
    /// <param name="answer">Makes the answer, as the last part of the work that the scheduler shares out. It does not throw.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">
    /// The model cannot be run backwards, it failed, the engine has a fault, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> ExplainAsync<T>(
        ExplanationPlan plan, ImageUpload upload, int pictureEdge, Func<Explanation, T> answer, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(timings);
        Func<WorkShare, Task<Explanation>> explain = await PrepareAsync(plan, upload, pictureEdge, timings, cancellationToken)
            .ConfigureAwait(false);
        var share = new ScheduledShare(this, plan.Model, timings, cancellationToken);
        Explanation explanation = await explain(share).ConfigureAwait(false);
        return await share.DoAsync((_, _) => answer(explanation)).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads an image, and makes the work of explaining a number that a model computes of it: for <see cref="Jobs.LongJobs"/>. It lets
    /// everything else go first.
    /// </summary>
    /// <param name="lease">The model; the work ends the lease, and so does an error.</param>
    /// <param name="plan">What is explained, and how.</param>
    /// <param name="upload">The image.</param>
    /// <param name="pictureEdge">The longest edge of the image to draw the map over, as in <see cref="ExplainAsync"/>.</param>
    /// <param name="answers">Makes the answers, by media type.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request; not the work.</param>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">The engine has a fault, or the server is overloaded.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<ExplanationWork> BeginExplanationAsync(
        ModelLease lease, ExplanationPlan plan, ImageUpload upload, int pictureEdge,
        Func<Explanation, IReadOnlyDictionary<string, byte[]>> answers, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(timings);
        try
        {
            Func<WorkShare, Task<Explanation>> explain = await PrepareAsync(plan, upload, pictureEdge, timings, cancellationToken)
                .ConfigureAwait(false);
            return new ExplanationWork(lease, plan, explain, new PoliteWork(this, scheduler), answers);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Computes the effective receptive field of a cell, at a lower priority than predictions. Each picture is a job of its own.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="cell">The cell: its indices in the shape of the layer's feature map behind the axis that counts images.</param>
    /// <param name="pictures">The pictures; null for pictures of noise.</param>
    /// <param name="noise">How many pictures of noise, and what they follow from.</param>
    /// <param name="answer">Makes the answer, as the last part of the work that the scheduler shares out. It does not throw.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">There is no such cell.</exception>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">
    /// The model takes no image, cannot be run backwards, or failed, the engine has a fault, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> ComputeFieldAsync<T>(
        HostedModel model, LayerInfo layer, IReadOnlyList<int> cell, IReadOnlyList<ImageUpload>? pictures, (int Count, int Seed) noise,
        Func<EffectiveField, T> answer, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(answer);
        model.RequireImage();
        PreprocessingSpec spec = model.Inputs.Preprocessing!.Spec;
        var share = new ScheduledShare(this, model, timings, cancellationToken);
        var inputs = new List<float[]>();
        foreach (ImageUpload picture in pictures ?? [])
            inputs.Add(await InputOfAsync(model, picture, timings, cancellationToken).ConfigureAwait(false));
        EffectiveField field = await EffectiveReceptiveField.ComputeAsync(
            model, layer, cell, pictures is null ? EffectiveReceptiveField.Noise(spec, noise.Count, noise.Seed) : inputs, share)
            .ConfigureAwait(false);
        return await share.DoAsync((_, _) => answer(field)).ConfigureAwait(false);
    }

    // Reads the image; what is given explains it, by the share that does the runs.
    private async Task<Func<WorkShare, Task<Explanation>>> PrepareAsync(
        ExplanationPlan plan, ImageUpload upload, int pictureEdge, StageTimings timings, CancellationToken cancellationToken)
    {
        PreprocessingSpec spec = plan.Model.Inputs.Preprocessing!.Spec;
        SentPicture? picture = null;
        using var job = new PreprocessJob<(float[] Input, PixelMapping Mapping)>(
            plan.Model, upload, images => (InputPicture.FloatsOf(images.Tensor, spec.ElementCount), images.Mappings[0]), decoder, telemetry,
            cancellationToken)
        {
            Timings = timings,
            Look = image => picture = pictureEdge > 0 ? SentPicture.Read(image, spec.Background, pictureEdge) : null,
        };
        await ServeAsync(job).ConfigureAwait(false);
        (float[] input, PixelMapping mapping) = job.Result;
        return async share =>
            await Explainer.ExplainAsync(plan, input, share, mapping).ConfigureAwait(false) with { Mapping = mapping, Picture = picture };
    }

    private Task<float[]> InputOfAsync(HostedModel model, ImageUpload upload, StageTimings timings, CancellationToken cancellationToken)
    {
        model.RequireImage();
        int count = model.Inputs.Preprocessing!.Spec.ElementCount;
        return PreprocessAsync(model, upload, images => InputPicture.FloatsOf(images.Tensor, count), timings, cancellationToken);
    }
}
