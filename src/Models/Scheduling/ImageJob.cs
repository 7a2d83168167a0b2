using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Imaging;

namespace Fovea.Models.Scheduling;

/// <summary>Images that become a model's input, each decoded and pre-processed on its own, and then run.</summary>
internal sealed class ImageJob : Job, IDisposable
{
    private readonly PreparedImages _images;
    private readonly Func<int, DecodedImage> _open;
    private readonly Action<int, DecodedImage>? _keep;
    private Tensor[]? _inputs;

    /// <param name="model">The model.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="key">What to run; null to prepare the input only.</param>
    /// <param name="open">Decodes an image, which is disposed after its use.</param>
    /// <param name="keep">Told of each image; null for nobody.</param>
    /// <param name="cancellation">Ends the job when the caller has left.</param>
    public ImageJob(HostedModel model, int count, RunKey? key, Func<int, DecodedImage> open, Action<int, DecodedImage>? keep, CancellationToken cancellation)
        : base(model, cancellation)
    {
        (Key, _open, _keep) = (key, open, keep);
        _images = model.Prepare(count);
    }

    public override int Preparations => _images.Count;

    public override RunKey? Key { get; }

    public override int Rows => _images.Capacity;

    public override IReadOnlyList<Tensor> Inputs => _inputs ??= [_images.Padded];

    /// <summary>The model's input.</summary>
    public PreparedImages Images => _images;

    public override void Prepare(int index)
    {
        if (index == 0 && Key is not null)
            Outputs = Key.NewOutputs(Rows);
        long start = StageTimings.Start();
        using DecodedImage image = _open(index);
        TimeSpan decoding = StageTimings.Since(start);
        start = StageTimings.Start();
        _images.Set(index, image);
        lock (Timings)
        {
            Timings.Decode += decoding;
            Timings.Preprocess += StageTimings.Since(start);
        }

        _keep?.Invoke(index, image);
    }

    public void Dispose() => _images.Dispose();
}
