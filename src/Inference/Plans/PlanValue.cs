namespace Fovea.Inference;

/// <summary>An input or output of a plan.</summary>
public sealed record PlanValue(string Name, ElementType ElementType, Shape Shape);
