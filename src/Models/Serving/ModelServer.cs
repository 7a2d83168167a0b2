using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Inputs;
using Fovea.Models.Pictures;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>
/// Answers requests. Each request becomes one job, which the scheduler processes from its arrival to its answer under one deadline.
/// Thread-safe.
/// </summary>
public sealed partial class ModelServer(IImageDecoder decoder, ImageStore store, Scheduler scheduler, ServingTelemetry telemetry)
{
    // A picture with its answer is looked at on a screen.
    private const int LongestDrawnEdge = 2048;

    /// <summary>Starts the clock of a request, before its body is read.</summary>
    public StageTimings StartTimings() => new(scheduler.Clock);

    /// <summary>
    /// Gives the task's answer for every image, in order, and keeps the images in the store. If the request fails, none is kept.
    /// </summary>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">
    /// No task recognises the model, the model failed, the engine has a fault, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<IReadOnlyList<ImageAnswer>> PredictAsync(
        HostedModel model, IReadOnlyList<ImageUpload> uploads, TaskArguments arguments, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(uploads);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(timings);
        using var job = new PredictJob(model, uploads, arguments, store, decoder, telemetry, cancellationToken) { Timings = timings };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Answers;
    }

    /// <summary>Gives the task's answer for an image in a form, and keeps the image in the store.</summary>
    /// <param name="model">The model.</param>
    /// <param name="upload">The image.</param>
    /// <param name="form">The form: one of <see cref="TaskModel.Forms"/>.</param>
    /// <param name="arguments">The parameters of the task.</param>
    /// <param name="maxPixels">The pixels that a drawn picture has at most.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">
    /// No task recognises the model, the form cannot hold the answer, the model failed, the engine has a fault, or the server is
    /// overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<byte[]> PredictAsync(
        HostedModel model, ImageUpload upload, AnswerForm form, TaskArguments arguments, long maxPixels, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(arguments);
        IReadOnlyList<ImageAnswer> answers = await PredictAsync(model, [upload], arguments.In(form), timings, cancellationToken)
            .ConfigureAwait(false);
        return answers[0].Encoded ?? await WorkAsync(
            model, (_, token) => Draw(model, upload, answers[0].Answer, maxPixels, token), StartTimings(), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Computes a layer's feature map for an image, and what is answered of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="upload">The image.</param>
    /// <param name="answer">Makes the answer, as the last part of the work that the scheduler shares out. It does not throw.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">
    /// The model takes no image, it failed, the engine has a fault, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> ComputeMapAsync<T>(
        HostedModel model, LayerInfo layer, ImageUpload upload, Func<FeatureMap, T> answer, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(timings);
        using var job = new FeatureMapJob<T>(model, layer, upload, answer, decoder, telemetry, cancellationToken)
        {
            Timings = timings,
            Priority = JobPriority.Background,
        };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Result!;
    }

    /// <summary>
    /// Shows the feature maps of several layers for an image, in one run of the network up to the last of them, at a lower priority than
    /// predictions.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">The layers. They are shown in the order in which they are computed, each once.</param>
    /// <param name="upload">The image.</param>
    /// <param name="show">
    /// Is shown each map as soon as it is computed, with the number of threads that may read it, on the thread of the run, which waits for
    /// it. The map is valid until the call returns. An exception ends the request and is thrown as it is.
    /// </param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>How the image was mapped to the network's input.</returns>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">
    /// The model takes no image, it failed, the engine has a fault, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<PixelMapping> ObserveLayersAsync(
        HostedModel model, IReadOnlyList<LayerInfo> layers, ImageUpload upload, Action<FeatureMap, int> show, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(show);
        ArgumentNullException.ThrowIfNull(timings);
        using var job = new LayersJob(model, layers, upload, show, decoder, telemetry, cancellationToken) { Timings = timings };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Mapping;
    }

    /// <summary>Explains how one value of a layer is computed for an image, at a lower priority than predictions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="cell">
    /// The cell: its indices in the shape of the layer's feature map (<see cref="HostedModel.MapShape(LayerInfo)"/>) behind the axis that
    /// counts images, such as channel, row, column.
    /// </param>
    /// <param name="upload">The image.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ArgumentException">There is no such cell.</exception>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">
    /// The model takes no image, it failed, the engine has a fault, or the server is overloaded.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<ExplainedCell> ExplainCellAsync(
        HostedModel model, LayerInfo layer, IReadOnlyList<int> cell, ImageUpload upload, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(timings);
        _ = HostedModel.RunIndex(layer, cell);
        using var job = new CellJob(model, layer, cell, upload, decoder, telemetry, cancellationToken) { Timings = timings };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Result!;
    }

    /// <summary>Makes the network's input of an image, at a lower priority than predictions; nothing runs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="upload">The image.</param>
    /// <param name="answer">Makes the answer of the input, which is valid until it returns. It does not throw.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ImageRejectedException">The image was refused.</exception>
    /// <exception cref="ServingException">The model takes no image, or the server is overloaded.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> PreprocessAsync<T>(
        HostedModel model, ImageUpload upload, Func<PreparedImages, T> answer, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(timings);
        using var job = new PreprocessJob<T>(model, upload, answer, decoder, telemetry, cancellationToken) { Timings = timings };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Result!;
    }

    /// <summary>Runs tensors through a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">One per input, in the model's order. Their memory is read until the returned task has ended.</param>
    /// <param name="options">What the request asks for.</param>
    /// <param name="answer">
    /// Makes the answer of the requested outputs, in the order of the request, as the last part of the work that the scheduler shares out.
    /// It does not throw.
    /// </param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ServingException">
    /// The server is overloaded, the engine has a fault, or the model failed. The inner exception is an <see cref="InvalidInputException"/>
    /// where the tensors do not fit the model or an output does not exist.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> InferAsync<T>(
        HostedModel model, IReadOnlyList<Tensor> inputs, InferOptions options, Func<ImageInference, T> answer, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(timings);
        var job = new TensorJob<T>(model, inputs, options.Outputs, answer, telemetry, cancellationToken)
        {
            Timings = timings,
            Timeout = options.Timeout,
            Priority = options.Order,
        };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Result!;
    }

    /// <summary>Decodes and pre-processes images, and runs them through a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The image files.</param>
    /// <param name="options">What the request asks for.</param>
    /// <param name="answer">Makes the answer, as the last part of the work that the scheduler shares out. It does not throw.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ImageRejectedException">An image was refused.</exception>
    /// <exception cref="ServingException">
    /// The model takes no image, answers are requested and no task recognises it, the server is overloaded, the engine has a fault, or the
    /// model failed. The inner exception is an <see cref="InvalidInputException"/> where the model cannot run this number of images.
    /// </exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> InferAsync<T>(
        HostedModel model, IReadOnlyList<ImageUpload> images, InferOptions options, Func<ImageInference, T> answer, StageTimings timings,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(timings);
        using var job = new ImageTensorsJob<T>(model, images, options, answer, decoder, telemetry, cancellationToken) { Timings = timings };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Result!;
    }

    /// <summary>Does work on a model that is no run of it, such as reading its weights, at a lower priority than predictions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="work">Is given the most threads that it may use, and a token that ends it. What it throws is thrown as it is.</param>
    /// <param name="timings">Is given the times of the request's stages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="ServingException">The server is overloaded, or the engine has a fault.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<T> WorkAsync<T>(
        HostedModel model, Func<int, CancellationToken, T> work, StageTimings timings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(timings);
        var job = new WorkJob<T>(model, work, telemetry, cancellationToken) { Timings = timings };
        await ServeAsync(job).ConfigureAwait(false);
        return job.Result!;
    }

    // The answer on its picture, as PNG.
    private byte[] Draw(HostedModel model, ImageUpload upload, object answer, long maxPixels, CancellationToken cancellationToken)
    {
        int edge = (int)Math.Min(LongestDrawnEdge, Math.Max(1, Math.Sqrt(maxPixels)));
        using DecodedImage image = model.Inputs.Decode(decoder, upload.Bytes);
        var picture = SentPicture.Read(image, model.Inputs.Preprocessing!.Spec.Background, edge);
        return MarkedPicture.Draw(picture, image.ShownSize(), model.RequireTask().Marks(answer), maxPixels, cancellationToken);
    }

    /// <summary>Processes a job, and records the outcome in the statistics and metrics where it is a prediction.</summary>
    private async Task ServeAsync(ModelJob job)
    {
        try
        {
            await scheduler.RunAsync(job).ConfigureAwait(false);
        }
        catch (Exception e) when (job.Target is { IsPrediction: false })
        {
            if (Translate(job.Model, e) is { } error)
                throw error;
            throw;
        }
        catch (Exception e)
        {
            job.Model.Statistics.Failed(job.Timings.Total);
            telemetry.Failed(job.Model, job.Timings, job.Times, e);
            if (Translate(job.Model, e) is { } error)
                throw error;
            throw;
        }

        if (job.Target is { IsPrediction: false })
            return;
        job.Model.Statistics.Succeeded(job.RequestedRows, job.Timings.Total, job.Timings);
        telemetry.Succeeded(job.Model, job.Timings, job.Times);
    }

    /// <summary>Translates an error of the engine for callers; null where the error is thrown as it is.</summary>
    private static ServingException? Translate(HostedModel model, Exception error) => error switch
    {
        ActivationLimitException e => new ServingException(ServingError.ActivationLimit, e.Message, e),
        EngineFaultException e => new ServingException(
            ServingError.EngineFault, $"The engine failed while it ran the model '{model.Name}'; its log says more. {ErrorText.Of(e)}", e)
        { Model = model.Name },
        InvalidInputException e => new ServingException(
            ServingError.NoAnswer, $"The model '{model.Name}' has no answer for this input: {e.Message}", e),
        InferenceException e => new ServingException(ServingError.ModelFailed, $"The model failed while it ran: {e.Message}", e),
        _ => null,
    };
}
