namespace Fovea.Inference.Graphs;

/// <summary>A result that has operands one after another.</summary>
/// <param name="Axis">The axis along which they lie; not negative.</param>
/// <param name="Parts">The operands, in order.</param>
internal sealed record Concatenation(int Axis, IReadOnlyList<ConcatenatedPart> Parts);

/// <summary>An operand of a concatenation.</summary>
/// <param name="Operand">The operand.</param>
/// <param name="IsUnchanged">Whether the result has its elements as they are; else something is computed from each.</param>
internal readonly record struct ConcatenatedPart(Value Operand, bool IsUnchanged);
