using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX DynamicQuantizeLinear: real numbers to UInt8, with the scale and the zero point that just hold their range and 0. If all are 0, the
/// scale is 1.
/// </summary>
internal sealed class DynamicQuantizeLinear : Operator, ILowering
{
    private const float Steps = byte.MaxValue;

    // Elements whose range is found at once: 64 KiB.
    private const long Piece = 1 << 14;

    public override string Name => "DynamicQuantizeLinear";

    public override int Since => 11;

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        context.Set(0, ElementType.UInt8, context.Shape(0));
        context.Set(1, ElementType.Float32, []);
        context.Set(2, ElementType.UInt8, []);
    }

    public override Interval Range(RangeContext context) => Interval.Of(ElementType.UInt8);

    public override WindowRule Window(Node node) => WindowRule.Global;

    public void Lower(LoweringContext context)
    {
        View x = context.DenseInput(0);
        View ranges = Ranges(context, x);
        View scale = context.SetOutput(LoweringContext.NewPlain(Shape.Scalar, ElementType.Float32), 1);
        View zero = context.SetOutput(LoweringContext.NewPlain(Shape.Scalar, ElementType.UInt8), 2);
        View realZero = LoweringContext.NewPlain(Shape.Scalar, ElementType.Float32);
        EmitParameters(context, ranges, scale, zero, realZero);
        if (QuantizationSteps.IsNetworkInput(context, x))
        {
            QuantizationSteps.QuantizeInterleaved(context, x, scale, realZero, context.ChannelsLastOutput());
            return;
        }

        context.Emit(new QuantizationStep(
            x, QuantizationSteps.One(scale, x.Shape), QuantizationSteps.One(realZero, x.Shape), context.OutputLike(x)));
    }

    // The range of each piece, in the order of memory.
    private static unsafe View Ranges(LoweringContext context, View x)
    {
        View row = x.IsChannelsLast && x.PixelStride != x.Shape[1] ? context.AsPlain(x) : x;
        long count = row.Shape.ElementCount;
        long pieces = (count + Piece - 1) / Piece;
        View ranges = LoweringContext.NewPlain(new Shape(pieces, 2), ElementType.Float32);
        context.Emit(new RowsStep(
            "range", [row], [ranges], pieces, count / 8.0,
            (in RunContext run, long first, long last) =>
            {
                for (long piece = first; piece < last; piece++)
                {
                    long start = piece * Piece;
                    run.Kernels.Float32.Range(
                        run.Elements<float>(row) + start, Math.Min(Piece, count - start), run.Elements<float>(ranges) + (2 * piece));
                }
            }));
        return ranges;
    }

    private static unsafe void EmitParameters(LoweringContext context, View ranges, View scale, View zero, View realZero) =>
        context.Emit(new RowsStep(
            "scale and zero point of a range", [ranges], [scale, zero, realZero], 1, 10 + ranges.Shape.ElementCount,
            (in RunContext run, long first, long last) =>
            {
                (float low, float high) = (0f, 0f);
                float* pieces = run.Elements<float>(ranges);
                for (long i = 0; i < ranges.Shape.ElementCount; i += 2)
                    (low, high) = (MathF.Min(low, pieces[i]), MathF.Max(high, pieces[i + 1]));
                float step = high == low ? 1f : (high - low) / Steps;
                float point = MathF.Round(Math.Clamp(-low / step, 0f, Steps), MidpointRounding.ToEven);
                // Infinite ranges have no zero point.
                point = float.IsNaN(point) ? 0f : point;
                *run.Elements<float>(scale) = step;
                *run.Elements<byte>(zero) = (byte)point;
                *run.Elements<float>(realZero) = point;
            }));
}
