namespace Fovea.Models.Hosting.Statistics;

/// <summary>How often something happened, and the total time that it took.</summary>
/// <param name="Count">The number of times.</param>
/// <param name="Total">The total time.</param>
public readonly record struct DurationStatistic(long Count, TimeSpan Total);
