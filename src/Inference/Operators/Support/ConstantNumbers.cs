using Fovea.Inference.Graphs;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>Operands that decide shapes or parameters, of any numeric type.</summary>
internal static class ConstantNumbers
{
    /// <summary>The operand's tensor, of one element; null if the graph computes it.</summary>
    /// <exception cref="InvalidModelException">It has more than one element, or none.</exception>
    public static Tensor? One(Node node, int input)
    {
        if (node.Required(input).Constant is not { } constant)
            return null;
        return constant.Shape.ElementCount == 1
            ? constant.ReadAll()
            : throw node.Invalid($"input {input} has the shape {constant.Shape}; expected one element");
    }

    /// <summary>The operand's element as an integer, rounded towards zero; null if the graph computes it.</summary>
    /// <exception cref="InvalidModelException">It has more than one element, or none.</exception>
    public static long? Integer(Node node, int input) => One(node, input) is { } tensor ? Integer(tensor) : null;

    /// <summary>The first element of a tensor as an integer, rounded towards zero.</summary>
    public static unsafe long Integer(Tensor tensor)
    {
        long number;
        fixed (byte* element = tensor.Bytes.Span)
            new ElementConversion(tensor.ElementType, ElementType.Int64).Run(element, (byte*)&number, 1);
        return number;
    }

    /// <summary>All elements of a tensor as doubles.</summary>
    public static unsafe double[] Reals(Tensor tensor)
    {
        double[] numbers = new double[tensor.Shape.ElementCount];
        fixed (byte* elements = tensor.Bytes.Span)
        fixed (double* target = numbers)
            new ElementConversion(tensor.ElementType, ElementType.Float64).Run(elements, (byte*)target, numbers.Length);
        return numbers;
    }
}
