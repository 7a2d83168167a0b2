using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Operators.Support;

/// <summary>Steps from real numbers to the integers that stand for them, and back.</summary>
internal static class QuantizationSteps
{
    // With more channels, an image is not what comes into a network.
    private const int MostInputChannels = 4;

    private const int PixelsAtOnce = 1024;

    /// <summary>New memory for a result in the order of an operand.</summary>
    public static View NewLike(View operand, ElementType type) => operand.IsChannelsLast && !operand.IsPlain
        ? LoweringContext.NewChannelsLast(operand.Shape, type)
        : LoweringContext.NewPlain(operand.Shape, type);

    /// <summary>The real numbers of a quantised tensor with one scale, in new memory.</summary>
    public static View Dequantize(LoweringContext context, View x, Quantization parameters)
    {
        View input = context.Dense(x);
        View output = NewLike(input, ElementType.Float32);
        context.Emit(new QuantizationStep(
            input, One(parameters.Scales(context), x.Shape), One(parameters.Zeros(context, ElementType.Float32), x.Shape), output));
        return output;
    }

    /// <summary>Emits the quantised form, with one scale, of real numbers.</summary>
    public static void Quantize(LoweringContext context, View x, Quantization parameters, View output) =>
        context.Emit(new QuantizationStep(
            x, One(parameters.Scales(context), x.Shape), One(parameters.Zeros(context, ElementType.Float32), x.Shape), output));

    /// <summary>A parameter of one element for all elements of a shape.</summary>
    public static View One(View parameter, Shape shape) => new(parameter.Buffer, parameter.Offset, shape, new long[shape.Rank]);

    /// <summary>
    /// Whether the operand is an image that comes into a network, in plain order, which is better turned while it is quantised to a result
    /// with memory of its own.
    /// </summary>
    public static bool IsNetworkInput(LoweringContext context, View x) =>
        View.IsImage(x.Shape) && x.Shape.ElementCount > 0 && x.Shape[1] is > 1 and <= MostInputChannels && x.IsPlain && !x.IsChannelsLast
        && context.ConcatView(context.Node.Outputs[0]) is null;

    /// <summary>Emits the quantised form of a plain image in channels-last order.</summary>
    /// <param name="context">The node.</param>
    /// <param name="x">The image.</param>
    /// <param name="scale">One scale.</param>
    /// <param name="zero">One zero point, as Float32.</param>
    /// <param name="output">The result.</param>
    public static unsafe void QuantizeInterleaved(LoweringContext context, View x, View scale, View zero, View output)
    {
        Shape shape = x.Shape;
        (int channels, long width) = ((int)shape[1], shape[-1]);
        long pixels = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
        long lines = pixels / width;
        context.Emit(new RowsStep(
            $"{x.Type} to {output.Type} channels-last", [x, scale, zero], [output], shape[0] * lines, shape.ElementCount,
            (in RunContext run, long first, long last) =>
            {
                byte* room = stackalloc byte[MostInputChannels * PixelsAtOnce];
                var arguments = new QuantizeArguments
                {
                    Scale = run.Elements<float>(scale),
                    Zero = run.Elements<float>(zero),
                    YColumn = 1,
                    Rows = 1,
                };
                for (long line = first; line < last; line++)
                {
                    long image = line / lines;
                    long start = (line - (image * lines)) * width;
                    for (long column = 0; column < width; column += PixelsAtOnce)
                    {
                        arguments.Columns = Math.Min(PixelsAtOnce, width - column);
                        for (int channel = 0; channel < channels; channel++)
                        {
                            arguments.X = run.Elements<float>(x) + (((image * channels) + channel) * pixels) + start + column;
                            arguments.Y = room + (channel * PixelsAtOnce);
                            run.Kernels.Of(output.Type).Quantize(in arguments);
                        }

                        uint* target = (uint*)run.Address(output) + (image * pixels) + start + column;
                        InterleaveKernel.Run(room, PixelsAtOnce, channels, target, (int)arguments.Columns);
                    }
                }
            }));
    }
}
