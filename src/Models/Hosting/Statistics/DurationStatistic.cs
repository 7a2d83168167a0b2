namespace Fovea.Models.Hosting.Statistics;

/// <summary>How often something happened and how long that took in all.</summary>
/// <param name="Count">How often.</param>
/// <param name="Total">How long, summed.</param>
public readonly record struct DurationStatistic(long Count, TimeSpan Total);
