using Fovea.Inference.Steps;

namespace Fovea.Inference.Plans;

/// <summary>A value that an observed plan can show.</summary>
/// <param name="Value">The name, type and shape.</param>
/// <param name="Position">The number of steps after which it is computed.</param>
/// <param name="Step">What makes it visible, at that position; null if it has no elements.</param>
internal sealed record ObservedValue(PlanValue Value, int Position, ObservationStep? Step);
