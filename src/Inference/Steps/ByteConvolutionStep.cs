using System.Globalization;
using Fovea.Inference.Memory;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Steps;

/// <summary>A dense or grouped convolution of bytes, or a product of rows of bytes with a constant matrix.</summary>
/// <param name="shape">The geometry; channels and pixels of the input are counted in words of four bytes.</param>
/// <param name="layout">The panels of one group, whose depth is counted in words.</param>
/// <param name="input">Channels-last, or rows, of bytes in whole words.</param>
/// <param name="output">Channels-last, or rows.</param>
/// <param name="operands">What is packed.</param>
/// <param name="bounds">The bounds of results that are bytes, and their zero point.</param>
/// <param name="processor">The processor.</param>
/// <param name="layerClass">The layer class; null to derive it from the geometry.</param>
internal sealed class ByteConvolutionStep(
    ConvolutionShape shape, PanelLayout layout, View input, View output, ByteOperands operands, ByteBounds bounds,
    Processor processor, LayerClass? layerClass = null) : Step
{
    private readonly bool _signed = input.Type == ElementType.Int8;

    public override string Kernel
    {
        get
        {
            string rows = shape.IsPointwise ? "gemm" : RowPointers.Gathers(shape) ? "gathered gemm" : "indirect gemm";
            string groups = shape.Groups > 1 ? string.Create(CultureInfo.InvariantCulture, $" groups={shape.Groups}") : string.Empty;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{input.Type} {rows} {shape.OutputPixels}x{shape.GroupOutputChannels}x{layout.Depth * 4}{groups} to {output.Type}");
        }
    }

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads { get; } = operands.All;

    public override long ScratchBytes => ByteConvolution.ScratchBytes(shape, processor);

    public override long MultiplyAdds => shape.MultiplyAdds * 4;

    public override bool MultipliesBytes => true;

    public override long ConstantBytes => operands.Weights.Bytes + operands.Bias.Bytes;

    public override LayerClass Class { get; } = layerClass ?? LayerClasses.Of(shape);

    // Two vectors of words per cycle, or weights streamed from memory at about 16 bytes per cycle.
    public override double Cost => Math.Max(shape.MultiplyAdds / 16.0, layout.PackedLength * shape.Groups / 4.0);

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        var arguments = new ByteConvolutionArguments
        {
            Layout = layout,
            Input = (int*)run.Address(input),
            Output = run.Address(output),
            OutputBytes = output.Type.SizeInBytes(),
            Weights = run.Elements<sbyte>(operands.Weights),
            Bias = run.Elements<int>(operands.Bias),
            Zeros = operands.Zeros is null ? null : run.Elements<int>(operands.Zeros),
            Ones = operands.Ones is null ? null : (sbyte*)run.Elements<byte>(operands.Ones),
            Padding = (int*)run.Elements<byte>(operands.Padding),
            Scratch = run.Scratch(this),
            To = new Requantization
            {
                Result = output.Type switch
                {
                    ElementType.Int32 => ByteResult.Int32,
                    ElementType.Float32 => ByteResult.Float32,
                    _ => ByteResult.Byte,
                },
                Scales = operands.Factors is null ? null : run.Elements<float>(operands.Factors),
                Offsets = operands.Offsets is null ? null : run.Elements<float>(operands.Offsets),
                Low = bounds.Low,
                High = bounds.High,
                Zero = bounds.Zero,
            },
        };
        ByteKernels kernels = run.Kernels.Bytes;
        DenseConvolutionRange range = DenseConvolution.Part(shape, in layout, kernels.TileRows, processor, part, parts);
        kernels.Convolution(_signed)(shape, in arguments, in range);
    }
}
