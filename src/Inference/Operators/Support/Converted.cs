using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>Views of other element types than a kernel's.</summary>
internal static class Converted
{
    /// <summary>A converted copy of a view, in plain order.</summary>
    /// <param name="context">The context.</param>
    /// <param name="view">The operand, in any order.</param>
    /// <param name="type">The type to convert to.</param>
    /// <param name="what">What for, as the list of layers says it.</param>
    public static View Emit(LoweringContext context, View view, ElementType type, string? what = null)
    {
        View copy = LoweringContext.NewPlain(view.Shape, type);
        context.Emit(new CastStep(context.AsPlain(view), copy), what);
        return copy;
    }
}
