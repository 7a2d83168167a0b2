using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Operators.Support;

/// <summary>The norms of LpPool and GlobalLpPool.</summary>
internal static class LpPooling
{
    /// <summary>Emits the norm of each window of channels-last views.</summary>
    public static unsafe void Emit(LoweringContext context, ConvolutionShape shape, View input, View output)
    {
        double p = Exponent(context.Node);
        context.Emit(new RowsStep(
            $"{p}-norm {WindowText.Of(shape)}", [input], [output], shape.OutputPixels,
            (double)shape.OutputPixels * shape.OutputChannels * shape.Taps * (p is 1 or 2 ? 1 : 20),
            (in RunContext run, long first, long last) =>
            {
                var arguments = new LpPoolingArguments { Input = run.Elements<float>(input), Output = run.Elements<float>(output), P = p };
                run.Kernels.Float32.LpPool(shape, in arguments, first, last);
            }));
    }

    // A float in opset 1, an integer since opset 2.
    private static double Exponent(Node node)
    {
        double p = node.Opset < 2 ? node.Attributes.Float("p", 2) : node.Attributes.Int("p", 2);
        return p > 0 && double.IsFinite(p) ? p : throw node.Invalid($"p is {p}; expected a number above 0");
    }
}
