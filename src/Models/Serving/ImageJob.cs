using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Inputs;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>A request that sends images: each is decoded and pre-processed on its own; then they run together.</summary>
internal abstract class ImageJob : ModelJob, IDisposable
{
    private readonly IImageDecoder _decoder;
    private Tensor[]? _inputs;
    private RunTarget? _target;

    protected ImageJob(
        HostedModel model, IReadOnlyList<ImageUpload> uploads, IImageDecoder decoder, ServingTelemetry telemetry,
        CancellationToken cancellation)
        : base(model, telemetry, cancellation)
    {
        _decoder = decoder;
        Uploads = uploads;
        Images = model.Prepare(uploads.Count);
    }

    public sealed override int Preparations => Uploads.Count;

    public sealed override int RequestedRows => Uploads.Count;

    public sealed override int Rows => Images.Capacity;

    public sealed override IReadOnlyList<Tensor> Inputs => _inputs ??= Images.Inputs;

    /// <summary>The image files.</summary>
    protected IReadOnlyList<ImageUpload> Uploads { get; }

    /// <summary>The model's input.</summary>
    protected PreparedImages Images { get; }

    /// <summary>Chooses what the images run through. Called once, when the first of them is prepared.</summary>
    /// <exception cref="InvalidInputException">The model cannot run this number of images.</exception>
    protected abstract RunTarget ChooseTarget();

    public sealed override RunTarget? Target => Volatile.Read(ref _target);

    public override void Prepare(int index)
    {
        if (index == 0)
            RunThrough(ChooseTarget());

        TimeProvider clock = Times!.Clock;
        long started = clock.GetTimestamp();
        using DecodedImage image = Decode(Uploads[index]);
        long decoded = clock.GetTimestamp();
        Images.Set(index, image);
        See(image);
        lock (Timings)
        {
            Timings.Decode += clock.GetElapsedTime(started, decoded);
            Timings.Preprocess += clock.GetElapsedTime(decoded);
        }
    }

    public virtual void Dispose() => Images.Dispose();

    /// <summary>Is shown each image before its pixels are given back.</summary>
    protected virtual void See(DecodedImage image)
    {
    }

    /// <summary>What the network gives for an image, once it has run.</summary>
    protected ImageOutputs OutputsOf(int image) => RowOutputs is { } rows
        ? new ImageOutputs(rows[image], 0, Images.Mappings[image])
        : new ImageOutputs(Outputs, image, Images.Mappings[image]);

    /// <summary>Sets what the images run through.</summary>
    protected void RunThrough(RunTarget target)
    {
        Outputs = target.NewOutputs(Rows);
        RowOutputs = target.GivesRowsApart ? new Tensor[Rows][] : null;
        Volatile.Write(ref _target, target);
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
