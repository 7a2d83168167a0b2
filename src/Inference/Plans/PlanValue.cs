namespace Fovea.Inference;

/// <summary>An input or output of a plan.</summary>
/// <param name="Name">The requested name.</param>
/// <param name="ElementType">The element type.</param>
/// <param name="DeclaredShape">The shape; extents that depend on the data are symbolic or unknown.</param>
public sealed record PlanValue(string Name, ElementType ElementType, SymbolicShape DeclaredShape)
{
    internal PlanValue(string name, ElementType elementType, Shape shape) : this(name, elementType, SymbolicShape.Of(shape)) =>
        Shape = shape;

    /// <summary>The concrete shape.</summary>
    /// <exception cref="InvalidOperationException">It depends on the data (<see cref="CompiledPlan.HasKnownShapes"/>).</exception>
    public Shape Shape => field ??= DeclaredShape.ToShape();
}
