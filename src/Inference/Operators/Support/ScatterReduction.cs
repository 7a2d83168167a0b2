using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>What the scatters share: a copy of the data, and how updates are combined with it.</summary>
internal static class ScatterReduction
{
    /// <summary>The attribute reduction; null for "none".</summary>
    public static BinaryKind? Kind(Node node) => node.Attributes.Text("reduction", "none") switch
    {
        "none" => null,
        "add" => BinaryKind.Add,
        "mul" => BinaryKind.Mul,
        "min" => BinaryKind.Min,
        "max" => BinaryKind.Max,
        var other => throw node.Unsupported($"reduction is '{other}'; supported are none, add, mul, min and max"),
    };

    /// <summary>Checks that data and updates have one type, which the reduction is defined for.</summary>
    public static void Check(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Type(0) != context.Type(2))
            throw node.Invalid($"its data are {context.Type(0)} and its updates {context.Type(2)}; expected the same type");
        if (Kind(node) is not null && !BinaryOperator.Types.Contains(context.Type(0)) && !IsHalf(context.Type(0)))
            throw node.Unsupported($"combines elements of {context.Type(0)}; supported are {string.Join(", ", BinaryOperator.Types)}");
    }

    /// <summary>
    /// A copy of the data for the scatter to write, and the updates. Values of 16 bits are combined as floats: both are converted.
    /// </summary>
    public static (View Result, View Updates) Operands(LoweringContext context)
    {
        View data = context.Input(0);
        View updates = context.Plain(2);
        if (Kind(context.Node) is not null && IsHalf(data.Type))
            return (Converted.Emit(context, data, ElementType.Float32), Converted.Emit(context, updates, ElementType.Float32));
        return (CopyOfData(context), updates);
    }

    /// <summary>The result, with a copy of the data in it.</summary>
    public static View CopyOfData(LoweringContext context)
    {
        View output = context.PlainOutput();
        context.Emit(new CopyStep(context.Input(0), output, "data"));
        return output;
    }

    /// <summary>Converts the result back, where <see cref="Operands"/> has converted.</summary>
    public static void Finish(LoweringContext context, View result)
    {
        if (result.Type != context.Input(0).Type)
            context.Emit(new CastStep(result, context.PlainOutput()));
    }

    private static bool IsHalf(ElementType type) => type is ElementType.Float16 or ElementType.BFloat16;
}
