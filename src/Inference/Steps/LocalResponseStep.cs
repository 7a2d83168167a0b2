using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Steps;

/// <summary>Local response normalisation across the channels of channels-last pixels.</summary>
internal sealed unsafe class LocalResponseStep(KernelSet kernels, View input, View output, int size, float alpha, float beta, float bias)
    : Step
{
    private readonly long _channels = input.Shape[1];
    private readonly long _pixels = input.Shape.ElementCount / Math.Max(1, input.Shape[1]);

    public override string Kernel => $"local response normalisation size {size}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override long ScratchBytes => kernels.Float32.LocalResponseScratch(_channels, size) * sizeof(float);

    public override double Cost => _pixels * _channels * 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_pixels, part, parts);
        var arguments = new LocalResponseArguments
        {
            X = run.Elements<float>(input) + (first * input.PixelStride),
            Y = run.Elements<float>(output) + (first * output.PixelStride),
            XPixel = input.PixelStride,
            YPixel = output.PixelStride,
            Pixels = last - first,
            Channels = _channels,
            Size = size,
            Alpha = alpha,
            Beta = beta,
            Bias = bias,
            Scratch = (float*)run.Scratch(this),
        };
        run.Kernels.Float32.LocalResponse(in arguments);
    }
}
