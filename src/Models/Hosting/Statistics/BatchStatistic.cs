namespace Fovea.Models.Hosting.Statistics;

/// <summary>What runs of one batch size took.</summary>
/// <param name="BatchSize">Images (or rows of the first input's first axis) of one run.</param>
/// <param name="ComputeInput">Gathering the inputs of the batch.</param>
/// <param name="ComputeInfer">The runs themselves.</param>
/// <param name="ComputeOutput">Handing out the results.</param>
public sealed record BatchStatistic(long BatchSize, DurationStatistic ComputeInput, DurationStatistic ComputeInfer, DurationStatistic ComputeOutput);
