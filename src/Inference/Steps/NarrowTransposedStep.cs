using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>A transposed convolution of many channels to three.</summary>
/// <param name="shape">The geometry, pixel strides included.</param>
/// <param name="input">Channels-last.</param>
/// <param name="output">Channels-last.</param>
/// <param name="weights">Packed.</param>
/// <param name="bias">At least three numbers.</param>
/// <param name="activation">Clip, applied last, or null.</param>
internal sealed class NarrowTransposedStep(
    ConvolutionShape shape, View input, View output, PlanBuffer weights, PlanBuffer bias, Activation? activation) : Step
{
    /// <summary>The number of output channels.</summary>
    public const int Channels = 3;

    public override string Kernel => $"transposed to {Channels} channels {WindowText.Of(shape)}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [weights, bias];

    public override long MultiplyAdds => shape.Batch * shape.InputImagePixels * shape.InputChannels * shape.Taps * Channels;

    public override long ConstantBytes => weights.Bytes + bias.Bytes;

    public override LayerClass Class => LayerClasses.Of(shape);

    public override double Cost => MultiplyAdds / 16.0;

    /// <summary>Whether there is a kernel for a geometry.</summary>
    public static bool Fits(ConvolutionShape shape, int lanes, Activation? activation) =>
        shape is { IsFlat: true, Groups: 1, DilationHeight: 1, DilationWidth: 1, OutputChannels: Channels }
        && shape.InputChannels % lanes == 0 && (activation is null || activation.Kind == UnaryKind.Clip);

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        var arguments = new NarrowTransposedArguments
        {
            Input = run.Elements<float>(input),
            Output = run.Elements<float>(output),
            Weights = run.Elements<float>(weights),
            Bias = run.Elements<float>(bias),
            Min = activation?.Min ?? float.NegativeInfinity,
            Max = activation?.Max ?? float.PositiveInfinity,
        };
        (long first, long last) = Partition.Of(shape.OutputLines, part, parts);
        run.Kernels.Float32.NarrowTransposed(shape, in arguments, first, last);
    }
}
