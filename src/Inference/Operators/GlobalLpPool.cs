using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GlobalLpPool: the p-norm of each channel.</summary>
internal sealed class GlobalLpPool : GlobalPoolOperator
{
    public override string Name => "GlobalLpPool";

    public override Interval Range(RangeContext context) => new(0, double.PositiveInfinity);

    protected override ReductionKind Kind => ReductionKind.Sum;

    public override void Lower(LoweringContext context)
    {
        View input = context.ChannelsLast(0);
        View output = context.ChannelsLastOutput();
        int pixels = Extents.ToKernelInt(Extents.Product(input.Shape.Skip(2)), "pixels in an image");
        int channels = Extents.ToKernelInt(input.Shape[1], "channels");
        var shape = new ConvolutionShape
        {
            Batch = Extents.ToKernelInt(input.Shape[0], "images"),
            InputHeight = 1,
            InputWidth = pixels,
            InputChannels = channels,
            OutputHeight = 1,
            OutputWidth = 1,
            OutputChannels = channels,
            Groups = channels,
            KernelHeight = 1,
            KernelWidth = pixels,
            InputPixelStride = input.PixelStride,
            OutputPixelStride = output.PixelStride,
        };
        LpPooling.Emit(context, shape, input, output);
    }
}
