namespace Fovea.Models.Hosting.Statistics;

/// <summary>What runs of one batch size took.</summary>
/// <param name="BatchSize">Images (or rows of the first input's first axis) of one run.</param>
/// <param name="ComputeInfer">The runs, gathering the inputs and handing out the outputs included.</param>
public sealed record BatchStatistic(long BatchSize, DurationStatistic ComputeInfer);
