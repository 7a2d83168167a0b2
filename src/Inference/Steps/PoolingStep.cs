using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Steps;

/// <summary>Maximum or average pooling with a sliding window.</summary>
/// <param name="shape">The geometry.</param>
/// <param name="kind">How a window is reduced.</param>
/// <param name="padEnd">Declared padding after each spatial axis.</param>
/// <param name="input">Channels-last.</param>
/// <param name="output">Channels-last.</param>
internal sealed class PoolingStep(ConvolutionShape shape, PoolingKind kind, int[] padEnd, View input, View output) : Step
{
    public override string Kernel => $"{kind} pooling {WindowText.Of(shape)}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override LayerClass Class => LayerClass.Pooling;

    // A vector takes its time also where it has few channels.
    public override double Cost =>
        (double)shape.OutputPixels * Math.Max(shape.OutputChannels, 8) * shape.KernelDepth * shape.KernelHeight * shape.KernelWidth / 8;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        var arguments = new PoolingArguments
        {
            Input = run.Address(input),
            Output = run.Address(output),
            CountPadding = kind == PoolingKind.AverageWithPadding,
            PadBack = padEnd.Length > 2 ? padEnd[^3] : 0,
            PadBottom = padEnd.Length > 1 ? padEnd[^2] : 0,
            PadRight = padEnd[^1],
        };
        (long first, long last) = Partition.Of(shape.OutputPixels, part, parts);
        KernelFamily kernels = run.Kernels.Of(input.Type);
        if (kind == PoolingKind.Max)
            kernels.MaxPool(shape, in arguments, first, last);
        else
            kernels.AveragePool(shape, in arguments, first, last);
    }
}
