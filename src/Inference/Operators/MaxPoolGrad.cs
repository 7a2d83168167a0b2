using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Operators;

/// <summary>
/// The gradient of MaxPool: of what was pooled, what came of it, and the gradient of that. Each window's gradient goes to its largest
/// element, of equal ones to the first in row-major order. It is in no model, and has the attributes of the MaxPool.
/// </summary>
internal sealed class MaxPoolGrad : Operator, ILowering
{
    public override string Name => "MaxPoolGrad";

    public override (int Min, int Max) Inputs => (3, 3);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context) => context.SameAsInput();

    public override bool KeepsImagesApart(Node node) => true;

    public unsafe void Lower(LoweringContext context)
    {
        View x = context.ChannelsLast(0), y = context.ChannelsLast(1), seed = context.ChannelsLast(2);
        View gradient = context.ChannelsLastOutput();
        SlidingWindow window = PoolOperator.Window(context.Node, context.Node.Required(0).Shape.Dimensions!);
        ConvolutionShape shape = WindowGeometry.Shape(
            window, x.Shape, y.Shape, Extents.ToKernelInt(x.Shape[1], "channels"), 1, 1, 0);
        context.Emit(new RowsStep(
            $"gradient of maximum pooling {WindowText.Of(shape)}", [x, y, seed], [gradient],
            (long)shape.Batch * shape.InputDepth * shape.InputHeight,
            (double)shape.OutputPixels * shape.OutputChannels * shape.Taps,
            (in RunContext run, long first, long last) =>
            {
                var arguments = new PoolingGradientArguments
                {
                    Input = run.Elements<float>(x),
                    InputPixelStride = x.PixelStride,
                    Output = run.Elements<float>(y),
                    OutputPixelStride = y.PixelStride,
                    OutputGradient = run.Elements<float>(seed),
                    OutputGradientPixelStride = seed.PixelStride,
                    InputGradient = run.Elements<float>(gradient),
                    InputGradientPixelStride = gradient.PixelStride,
                };
                run.Kernels.Float32.MaxPoolGradient(shape, in arguments, first, last);
            }));
    }
}
