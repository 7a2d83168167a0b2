using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The lowering of concatenations: operands that were not written directly into the result are copied or converted.</summary>
internal static class ConcatenatedViews
{
    /// <summary>Emits what is left to do for the result.</summary>
    /// <param name="context">The node.</param>
    /// <param name="axis">The axis along which operands lie.</param>
    /// <param name="channelsLast">Whether the result is an image in channels-last order.</param>
    /// <param name="operands">The inputs that are operands.</param>
    /// <param name="convert">Emits what an operand becomes, into a slice of the result; false if it stays as it is.</param>
    public static void Emit(
        LoweringContext context, int axis, bool channelsLast, IEnumerable<int> operands, Func<int, View, View, bool>? convert = null)
    {
        View output = channelsLast ? context.ConcatOutput() : context.PlainOutput();
        long start = 0;
        foreach (int input in operands)
        {
            View operand = context.Input(input);
            var target = new View(output.Buffer, output.Offset + (start * output.Strides[axis]), operand.Shape, output.Strides);
            start += operand.Shape[axis];
            if (operand.Shape.ElementCount == 0 || convert?.Invoke(input, operand, target) == true)
                continue;
            bool inPlace = operand.Buffer == target.Buffer && operand.Offset == target.Offset && operand.Matches(target.Strides);
            if (!inPlace)
                context.Emit(new CopyStep(operand, target, "into concatenation"));
        }
    }
}
