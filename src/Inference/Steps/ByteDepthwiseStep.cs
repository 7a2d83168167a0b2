using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>A depthwise convolution of bytes, to bytes of the same type or to floats.</summary>
/// <param name="shape">The geometry.</param>
/// <param name="input">Channels-last.</param>
/// <param name="output">Channels-last.</param>
/// <param name="inputZero">The zero point of the input: a scalar of its type.</param>
/// <param name="operands">What is packed.</param>
/// <param name="bounds">The bounds of results, and their zero point.</param>
internal sealed class ByteDepthwiseStep(
    ConvolutionShape shape, View input, View output, View inputZero, ByteDepthwiseOperands operands, ByteBounds bounds) : Step
{
    public override string Kernel => input.Type == output.Type
        ? $"{input.Type} depthwise {WindowText.Of(shape)}"
        : $"{input.Type} depthwise {WindowText.Of(shape)} to {output.Type}";

    public override IReadOnlyList<View> Reads { get; } = [input, inputZero];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads { get; } = operands.All;

    public override long MultiplyAdds => shape.MultiplyAdds;

    public override long ConstantBytes => operands.Weights.Bytes + operands.Bias.Bytes + operands.Factors.Bytes;

    public override LayerClass Class => LayerClass.Depthwise;

    public override double Cost => shape.MultiplyAdds / 8.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(shape.OutputLines, part, parts);
        byte zero = *run.Address(inputZero);
        var arguments = new DepthwiseArguments
        {
            Input = run.Address(input),
            Output = run.Address(output),
            Weights = run.Elements<float>(operands.Weights),
            WeightStride = operands.WeightStride,
            Bias = run.Elements<float>(operands.Bias),
            Min = bounds.Low,
            Max = bounds.High,
            InputZero = input.Type == ElementType.Int8 ? (sbyte)zero : zero,
            HighBias = operands.HighBias is null ? null : run.Elements<float>(operands.HighBias),
            Scales = run.Elements<float>(operands.Factors),
            Offsets = operands.Offsets is null ? null : run.Elements<float>(operands.Offsets),
            OutputZero = bounds.Zero,
        };
        KernelFamily kernels = run.Kernels.ForChannels(shape.OutputChannels).Of(input.Type);
        if (input.Type == output.Type)
            kernels.Depthwise(shape, in arguments, first, last);
        else
            kernels.DepthwiseToFloat(shape, in arguments, first, last);
    }
}
