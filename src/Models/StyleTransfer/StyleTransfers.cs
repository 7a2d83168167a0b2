using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Models.StyleTransfer;

/// <summary>
/// Style transfer by optimisation of a picture (Gatys, Ecker, Bethge: Image Style Transfer Using Convolutional Neural Networks, 2016) over
/// any network that has a gradient. Thread-safe.
/// </summary>
public sealed class StyleTransfers(
    LongJobs jobs, ModelServer server, Scheduler scheduler, IImageDecoder decoder, StyleTransferLimits limits)
{
    /// <summary>Checks what is asked, compiles the network, computes the targets, and begins a job.</summary>
    /// <param name="lease">The model; the job ends the lease, and so does an error.</param>
    /// <param name="content">The picture whose content is kept.</param>
    /// <param name="style">The picture whose style is aimed at.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The job, whose work is <see cref="StyleTransferWork"/>.</returns>
    /// <exception cref="ServingException">Too many jobs wait, or the network, the layers, the size or the memory do not allow it.
    /// </exception>
    /// <exception cref="ImageRejectedException">A picture was refused.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<LongJob> BeginAsync(
        ModelLease lease, ImageUpload content, ImageUpload style, StyleOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(options);
        StyleTransferWork work;
        try
        {
            jobs.RequireRoom();
            PreprocessingSpec spec = RequireFit(lease.Model);
            StyleRecipe recipe = StyleRecipes.Make(lease.Model, options, limits);
            if (recipe.KeepsColour && spec.ChannelCount != 3)
                throw StyleRecipes.Unfit(
                    $"The model '{lease.Model.Name}' takes gray pictures, which have no colours to keep; leave colour= out.");
            var worker = new PoliteWork(server, scheduler);
            work = await worker.DoAsync(
                lease.Model, (threads, token) => Prepare(lease, worker, content, style, options, recipe, threads, token), waits: false,
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        return jobs.Add(work);
    }

    private StyleTransferWork Prepare(
        ModelLease lease, PoliteWork worker, ImageUpload content, ImageUpload style, StyleOptions options, StyleRecipe recipe, int threads,
        CancellationToken cancellationToken)
    {
        HostedModel model = lease.Model;
        using DecodedImage contentImage = Decode(content);
        using DecodedImage styleImage = Decode(style);
        PreprocessingSpec contentSpec = Sized(model, contentImage, options.Size);
        PreprocessingSpec styleSpec = Sized(model, styleImage, options.Size);
        var space = new PictureSpace(contentSpec);
        StylePlans plans = Compile(model, recipe, contentSpec.InputShape(1), styleSpec.InputShape(1), space);
        var styleSpace = new PictureSpace(styleSpec);
        (float[] Content, float[] Style) pictures = (space.Read(contentImage), styleSpace.Read(styleImage));
        float[]? colours = recipe.KeepsColour ? pictures.Content : null;
        if (recipe.KeepsColour)
        {
            double[] luminance = Luminance.Of(space, pictures.Content);
            double[] matched = Luminance.Matched(Luminance.Of(styleSpace, pictures.Style), luminance);
            pictures = (Luminance.Gray(space, luminance), Luminance.Gray(styleSpace, matched));
        }

        var optimization = new StyleOptimization(space, styleSpace, recipe, plans, pictures, threads, cancellationToken);
        return new StyleTransferWork(lease, worker, recipe, space, optimization, colours);
    }

    private StylePlans Compile(HostedModel model, StyleRecipe recipe, Shape content, Shape style, PictureSpace space)
    {
        try
        {
            return StylePlans.Compile(model.Graph, recipe, content, style, space.Length, limits.MaxBytes);
        }
        catch (ActivationLimitException error) when (error.Bytes is { } bytes)
        {
            throw StyleRecipes.Unfit(
                $"A style transfer of {space.Width}x{space.Height} pixels over these layers of the model '{model.Name}' would take at " +
                $"least {bytes:N0} bytes of activations; with everything else at most {limits.MaxBytes:N0} are taken " +
                "(StyleTransfer:MaxBytes). Ask for a smaller size, or for earlier layers.", error);
        }
        catch (InferenceException error) when (error is not (EngineFaultException or ActivationLimitException))
        {
            throw StyleRecipes.Unfit($"The model '{model.Name}' does not allow this style transfer: {error.Message}", error);
        }
    }

    private static PreprocessingSpec RequireFit(HostedModel model)
    {
        model.RequireImage();
        PreprocessingSpec spec = model.Inputs.Preprocessing!.Spec;
        if (spec.ElementType != ElementType.Float32 || spec.Channels == ChannelOrder.Rgba
            || model.Graph.Inputs.Count != 1 || !model.Inputs.HasBatch || model.Inputs.Batch != 1)
            throw StyleRecipes.Unfit(
                $"The model '{model.Name}' takes {model.Inputs.Description}; a style transfer needs an input of one image of Float32 " +
                "with three colours or one gray channel, and an axis that counts images.");
        return spec;
    }

    // The longer side is the size, and proportions are kept, where the network takes any size; else the network's input decides.
    private PreprocessingSpec Sized(HostedModel model, DecodedImage image, int? size)
    {
        PreprocessingSpec spec = model.Inputs.Preprocessing!.Spec;
        SymbolicShape declared = model.Graph.Inputs[0].Shape;
        int row = spec.Layout.RowAxis();
        if (declared.Dimensions![row].Value is { } height && declared.Dimensions[row + 1].Value is { } width)
        {
            if (size is { } other && other != Math.Max(height, width))
                throw StyleRecipes.Unfit(
                    $"The model '{model.Name}' takes pictures of {width}x{height} pixels only, so that size={other} is not possible; " +
                    "leave size= out.");
            CheckSize((int)Math.Max(height, width), least: 1);
            return spec with { Width = (int)width, Height = (int)height };
        }

        int longer = size ?? Math.Min(StyleRecipes.DefaultSize, limits.MaxSize);
        CheckSize(longer, StyleTransferLimits.MinSize);
        (int columns, int rows) = image.ShownSize();
        double factor = (double)longer / Math.Max(columns, rows);
        return spec with
        {
            Width = Math.Max(StyleTransferLimits.MinSize, (int)Math.Round(columns * factor)),
            Height = Math.Max(StyleTransferLimits.MinSize, (int)Math.Round(rows * factor)),
        };
    }

    private void CheckSize(int longer, int least)
    {
        if (longer < least || longer > limits.MaxSize)
            throw StyleRecipes.Unfit(
                $"The longer side would have {longer} pixels; {least} to {limits.MaxSize} are taken " +
                "(StyleTransfer:MaxSize).");
    }

    private DecodedImage Decode(ImageUpload upload)
    {
        try
        {
            return decoder.Decode(upload.Bytes);
        }
        catch (ImageException error)
        {
            throw new ImageRejectedException(upload.Name, error);
        }
    }
}
