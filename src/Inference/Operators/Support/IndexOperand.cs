using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>Operands that are positions along axes: Int64, or another type that is converted to it.</summary>
internal static class IndexOperand
{
    /// <summary>Whether a type can hold positions, as most operators define it.</summary>
    public static bool Accepts(ElementType type) => type is ElementType.Int64 or ElementType.Int32;

    /// <summary>The operand in plain order as Int64.</summary>
    public static View Lower(LoweringContext context, int input)
    {
        View view = context.Plain(input);
        return view.Type == ElementType.Int64 ? view : Converted.Emit(context, view, ElementType.Int64, "indices as Int64");
    }
}
