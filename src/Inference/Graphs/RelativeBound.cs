namespace Fovea.Inference.Graphs;

/// <summary>
/// A bound relative to another value whose elements are not negative: each element is at least <paramref name="Factor"/> times every
/// element of <paramref name="Of"/> that it meets in broadcasting. A sum is at least 1 times each summand, a mean of n at least 1/n times.
/// </summary>
internal sealed record RelativeBound(Value Of, double Factor);
