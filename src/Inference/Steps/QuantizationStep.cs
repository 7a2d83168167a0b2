using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Steps;

/// <summary>
/// Real numbers to the integers that stand for them, or back: integers become Float32; Float32 is divided by scales, and Int32, the sums
/// of products, is multiplied by factors, before it is rounded.
/// </summary>
internal sealed class QuantizationStep : BroadcastStep
{
    private readonly View _input;
    private readonly View _scales;
    private readonly View _zeros;
    private readonly View _output;

    /// <param name="input">The operand.</param>
    /// <param name="scales">Float32, expanded to the output's shape.</param>
    /// <param name="zeros">The zero points as Float32, expanded to the output's shape.</param>
    /// <param name="output">The result.</param>
    public QuantizationStep(View input, View scales, View zeros, View output)
        : base(output, input, scales, zeros)
    {
        _input = input;
        _scales = scales;
        _zeros = zeros;
        _output = output;
    }

    public override string Kernel => $"{_input.Type} to {_output.Type}";

    public override double Cost => IsSmall(_input.Type) || IsSmall(_output.Type) ? Loop.Elements / 4.0 : Loop.Elements;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ElementwiseLoop loop = Loop;
        (long firstBlock, long lastBlock) = loop.Blocks(part, parts);
        (long firstRow, long lastRow) = loop.Rows(part, parts);
        byte* x = run.Address(_input);
        byte* y = run.Address(_output);
        float* scales = run.Elements<float>(_scales);
        float* zeros = run.Elements<float>(_zeros);
        delegate*<in QuantizeArguments, void> kernel = Select(run.Kernels);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new QuantizeArguments
            {
                X = x + ((loop.Offset(1, block) + (firstRow * loop.RowStride(1))) * _input.Type.SizeInBytes()),
                Scale = scales + loop.Offset(2, block) + (firstRow * loop.RowStride(2)),
                Zero = zeros + loop.Offset(3, block) + (firstRow * loop.RowStride(3)),
                Y = y + ((loop.Offset(0, block) + (firstRow * loop.RowStride(0))) * _output.Type.SizeInBytes()),
                XRow = loop.RowStride(1),
                ScaleRow = loop.RowStride(2),
                ZeroRow = loop.RowStride(3),
                YRow = loop.RowStride(0),
                ScaleColumn = loop.ColumnStride(2),
                ZeroColumn = loop.ColumnStride(3),
                YColumn = 1,
                Rows = lastRow - firstRow,
                Columns = loop.Columns,
            };
            kernel(in arguments);
        }
    }

    private unsafe delegate*<in QuantizeArguments, void> Select(KernelSet kernels) =>
        _output.Type == ElementType.Float32 ? kernels.Of(_input.Type).Dequantize
        : _input.Type == ElementType.Int32 ? kernels.Of(_output.Type).Requantize
        : kernels.Of(_output.Type).Quantize;

    private static bool IsSmall(ElementType type) => type is ElementType.UInt8 or ElementType.Int8;
}
