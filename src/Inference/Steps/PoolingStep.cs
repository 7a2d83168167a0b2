using System.Globalization;
using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Steps;

/// <summary>Maximum or average pooling with a sliding window.</summary>
internal sealed class PoolingStep(ConvolutionShape shape, PoolingKind kind, int padBottom, int padRight, View input, View output) : Step
{
    public override string Kernel => string.Create(
        CultureInfo.InvariantCulture,
        $"{kind} pooling {shape.KernelHeight}x{shape.KernelWidth} stride {shape.StrideHeight} {shape.OutputHeight}x{shape.OutputWidth}x{shape.OutputChannels}");

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override LayerClass Class => LayerClass.Pooling;

    public override double Cost => shape.OutputPixels * shape.OutputChannels * shape.Taps / 8.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        var arguments = new PoolingArguments
        {
            Input = run.Address(input),
            Output = run.Address(output),
            CountPadding = kind == PoolingKind.AverageWithPadding,
            PadBottom = padBottom,
            PadRight = padRight,
        };
        (long first, long last) = Partition.Of((long)shape.Batch * shape.OutputHeight, part, parts);
        KernelFamily kernels = run.Kernels.Of(input.Type);
        if (kind == PoolingKind.Max)
            kernels.MaxPool(shape, in arguments, first, last);
        else
            kernels.AveragePool(shape, in arguments, first, last);
    }
}
