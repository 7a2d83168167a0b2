namespace Fovea.Inference;

/// <summary>What a graph guarantees of the elements of a value, whatever the inputs are.</summary>
/// <param name="Min">The smallest that an element can be; negative infinity where nothing bounds it.</param>
/// <param name="Max">The largest that an element can be; infinity where nothing bounds it.</param>
/// <param name="Operators">
/// The ONNX operators that the bounds come from, in execution order; the last one computes the value. Empty for an input.
/// </param>
public sealed record ValueBounds(double Min, double Max, IReadOnlyList<string> Operators);
