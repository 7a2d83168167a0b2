using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Inputs;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>Makes the network's input of an image, and what is answered of it; nothing runs.</summary>
internal sealed class PreprocessJob<T> : ImageJob
{
    private readonly Func<PreparedImages, T> _answer;

    public PreprocessJob(
        HostedModel model, ImageUpload upload, Func<PreparedImages, T> answer, IImageDecoder decoder, ServingTelemetry telemetry,
        CancellationToken cancellation)
        : base(model, [upload], decoder, telemetry, cancellation)
    {
        _answer = answer;
        Priority = JobPriority.Background;
    }

    /// <summary>Is shown the image before its pixels are given back. It does not throw.</summary>
    public Action<DecodedImage>? Look { get; init; }

    /// <summary>The answer, once the job has succeeded.</summary>
    public T? Result { get; private set; }

    public override void Answer() => Result = _answer(Images);

    protected override void See(int index, DecodedImage image, PreprocessingSpec prepared) => Look?.Invoke(image);

    protected override RunTarget ChooseTarget() => new ActionTarget((_, _) => { });
}
