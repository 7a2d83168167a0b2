using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Steps;

/// <summary>The mean of windows of bytes, as bytes of the same type.</summary>
/// <param name="shape">The geometry.</param>
/// <param name="countsPadding">Whether declared padding counts as zeros.</param>
/// <param name="padEnd">Declared padding after each spatial axis.</param>
/// <param name="input">Channels-last.</param>
/// <param name="output">Channels-last.</param>
/// <param name="from">What bytes of the input stand for.</param>
/// <param name="to">What bytes of the output stand for.</param>
internal sealed class BytePoolingStep(
    ConvolutionShape shape, bool countsPadding, int[] padEnd, View input, View output, ByteScale from, ByteScale to) : Step
{
    public override string Kernel => $"{input.Type} average pooling {WindowText.Of(shape)}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override LayerClass Class => LayerClass.Pooling;

    // A vector takes its time also where it has few channels.
    public override double Cost => (double)shape.OutputPixels * Math.Max(shape.OutputChannels, 8) * shape.Taps / 8;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ByteBounds bounds = ByteBounds.Of(output.Type, to.Zero);
        var arguments = new BytePoolingArguments
        {
            Pooling = new PoolingArguments
            {
                Input = run.Address(input),
                Output = run.Address(output),
                CountPadding = countsPadding,
                PadBack = padEnd.Length > 2 ? padEnd[^3] : 0,
                PadBottom = padEnd.Length > 1 ? padEnd[^2] : 0,
                PadRight = padEnd[^1],
            },
            InputZero = from.Zero,
            InputScale = from.Scale,
            OutputScale = to.Scale,
            OutputZero = to.Zero,
            Min = bounds.Low,
            Max = bounds.High,
        };
        (long first, long last) = Partition.Of(shape.OutputPixels, part, parts);
        run.Kernels.Of(input.Type).QuantizedAveragePool(shape, in arguments, first, last);
    }
}
