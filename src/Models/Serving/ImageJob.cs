using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Inputs;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>A request that sends images: each is decoded and pre-processed on its own; then they run together.</summary>
internal abstract class ImageJob : ModelJob, ISizedRows, IDisposable
{
    private readonly IImageDecoder _decoder;
    private readonly PreparedPictures? _pictures;
    private readonly Lazy<SizedTarget> _sized;
    private IReadOnlyList<Tensor>? _inputs;
    private RunTarget? _target;

    protected ImageJob(
        HostedModel model, IReadOnlyList<ImageUpload> uploads, IImageDecoder decoder, ServingTelemetry telemetry,
        CancellationToken cancellation, bool sizedByPicture = false)
        : base(model, telemetry, cancellation)
    {
        _decoder = decoder;
        Uploads = uploads;
        Images = model.Prepare(uploads.Count);
        _pictures = sizedByPicture ? model.PrepareSized(uploads.Count) : null;
        _sized = new Lazy<SizedTarget>(() => model.Targets.Sized(
            SizedOutputs, model.Task is { Tiles: { } tiles } task && task.Outputs!.SequenceEqual(SizedOutputs ?? []) ? tiles : null));
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
            RunThrough(_pictures is null ? ChooseTarget() : _sized.Value);

        TimeProvider clock = Times!.Clock;
        long started = clock.GetTimestamp();
        using DecodedImage image = Decode(Uploads[index]);
        long decoded = clock.GetTimestamp();
        See(index, image, _pictures is null
            ? Images.Set(index, image)
            : _pictures.Set(index, image, _sized.Value.Check));
        lock (Timings)
        {
            Timings.Decode += clock.GetElapsedTime(started, decoded);
            Timings.Preprocess += clock.GetElapsedTime(decoded);
        }
    }

    IReadOnlyList<Tensor> ISizedRows.InputsOf(int row) => _pictures!.InputsOf(row);

    public virtual void Dispose()
    {
        Images.Dispose();
        _pictures?.Dispose();
    }

    /// <summary>Whether each image has the size of its own.</summary>
    protected bool IsSizedByPicture => _pictures is not null;

    /// <summary>The outputs to compute where each image has the size of its own; all outputs when null.</summary>
    protected virtual IReadOnlyList<string>? SizedOutputs => null;

    /// <summary>The tensors that have the outputs of an image, once it has run, and its row in them.</summary>
    protected (IReadOnlyList<Tensor> Tensors, int Row) ComputedOf(int index) =>
        RowOutputs is { } rows ? (rows[index], 0) : (Outputs, index);

    /// <summary>How an image was mapped to the input.</summary>
    protected PixelMapping MappingOf(int index) => _pictures?.MappingOf(index) ?? Images.Mappings[index];

    /// <summary>Is shown each image before its pixels are given back.</summary>
    /// <param name="index">Which one it is.</param>
    /// <param name="image">The image.</param>
    /// <param name="prepared">How it was prepared.</param>
    protected virtual void See(int index, DecodedImage image, PreprocessingSpec prepared)
    {
    }

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
            return Model.Inputs.Decode(_decoder, upload.Bytes);
        }
        catch (ImageException e)
        {
            throw new ImageRejectedException(upload.Name, e);
        }
    }
}
