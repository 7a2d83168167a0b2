using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Hardmax: 1 at the first of the largest elements along an axis, and 0 elsewhere; before opset 13 over all axes from axis on
/// together.
/// </summary>
internal sealed class Hardmax : SoftmaxOperator
{
    public override string Name => "Hardmax";

    public override string Limits => "both meanings: before opset 13 all trailing axes together, since then one axis";

    public override Interval Range(RangeContext context) => Interval.Unit;

    public override bool Accepts(int input, ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    protected override void Emit(LoweringContext context, View input, View output, long rows, long columns)
    {
        View positions = LoweringContext.NewPlain(new Shape(rows), ElementType.Int64);
        View matrix = input.TryReshape(new Shape(rows, columns))!;
        byte[] zero = new byte[input.Type.SizeInBytes()];
        byte[] one = input.Type == ElementType.Float32 ? BitConverter.GetBytes(1f) : BitConverter.GetBytes(1d);
        context.Emit(new LineStep(LineKind.LargestIndex, matrix, axis: 1, values: null, positions, results: 1));
        context.Emit(new OneHotStep(
            positions, context.Filled(zero, input.Type), context.Filled(one, input.Type), output, rows, columns, inner: 1));
    }
}
