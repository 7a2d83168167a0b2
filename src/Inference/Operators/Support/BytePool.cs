using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Means of windows of bytes: QLinearAveragePool and QLinearGlobalAveragePool with constant scales. Inputs are the image, its scale and
/// zero point, and scale and zero point of the result.
/// </summary>
internal static class BytePool
{
    /// <summary>The node that takes the place of an island; null if its operand is anything else.</summary>
    public static Node? Of(IntegerIsland island, Operator op) =>
        island.Activation is null && island.Bytes(0) is { } x && x.Integers.Type == island.Output.Integers.Type
            ? island.Replacement(op, 1, island.Node.Attributes, x.Integers, x.Scale, x.Zero, island.Output.Scale, island.OutputZero)
            : null;

    /// <summary>Emits a node of these operands.</summary>
    /// <param name="context">The node.</param>
    /// <param name="window">Its window; null for the whole image.</param>
    /// <returns>False if there is no kernel for it.</returns>
    public static bool TryEmit(LoweringContext context, SlidingWindow? window)
    {
        Node node = context.Node;
        Shape shape = context.InputShape(0);
        long elements = window is null ? Extents.Product(shape.Skip(2)) : Extents.Product(window.Kernel.Select(extent => (long)extent));
        if (node.Attributes.Int("channels_last", 0) != 0 || elements > BytePooling.MostElements
            || node.Required(0).Type != node.Outputs[0].Type
            || new Quantization(node, 1, 2).One is not { } from || new Quantization(node, 3, 4).One is not { } to)
            return false;
        View input = context.ChannelsLast(0);
        View output = context.ChannelsLastOutput();
        int channels = Extents.ToKernelInt(shape[1], "channels");
        window ??= SlidingWindow.Whole([.. shape.Skip(2)]);
        ConvolutionShape geometry = WindowGeometry.Shape(
            window, input.Shape, output.Shape, channels, input.PixelStride, output.PixelStride, 0);
        context.Emit(new BytePoolingStep(
            geometry, node.Attributes.Int("count_include_pad", 0) != 0, window.PadEnd, input, output, from, to));
        return true;
    }
}
