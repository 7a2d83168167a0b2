using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Scheduling;
using Fovea.Models.Tasks;

namespace Fovea.Models.Serving;

/// <summary>Predictions as long work.</summary>
public sealed partial class ModelServer
{
    /// <summary>
    /// Prepares an image once, so that what is wrong with it is said at once, and makes the work of predicting it: for
    /// <see cref="Jobs.LongJobs"/>. The work keeps the file alone until it begins, and lets everything else go first.
    /// </summary>
    /// <param name="lease">The model; the work ends the lease, and so does an error.</param>
    /// <param name="upload">The image.</param>
    /// <param name="form">The form of the answer beside JSON: one of <see cref="TaskModel.Forms"/>; null for JSON alone.</param>
    /// <param name="arguments">The parameters of the task.</param>
    /// <param name="maxPixels">The pixels that a picture with its answer has at most.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request; not the work.</param>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">
    /// No task recognises the model, a parameter does not fit it, the image is too large, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<PredictionWork> BeginPredictionAsync(
        ModelLease lease, ImageUpload upload, AnswerForm? form, TaskArguments arguments, long maxPixels, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(timings);
        HostedModel model = lease.Model;
        try
        {
            var file = new ImageUpload(upload.Name, upload.Bytes.ToArray());
            int runs = await WorkAsync(
                model,
                (_, _) =>
                {
                    using PredictJob job = Open(null);
                    job.Prepare(0);
                    return job.Target!.Divide(job).Count;
                },
                timings, cancellationToken).ConfigureAwait(false);
            return new PredictionWork(
                lease, new PoliteWork(this, scheduler), runs, () => Open(store), form,
                (answer, wanted, token) => wanted.IsDrawn
                    ? Draw(model, file, answer, maxPixels, token)
                    : wanted.Encode(answer, arguments, token));

            PredictJob Open(ImageStore? kept) => new(model, [file], arguments, kept, decoder, telemetry, CancellationToken.None)
            {
                Times = new JobTimes(scheduler.Clock),
            };
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }
}
