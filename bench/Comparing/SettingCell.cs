namespace Fovea.Bench.Comparing;

/// <summary>What is said of one network at one number of threads and one batch.</summary>
/// <param name="Text">What the table shows.</param>
/// <param name="Ratio">What goes into the mean of its column.</param>
/// <param name="Control">The ratio of the control, where there is one.</param>
internal sealed record SettingCell(string Network, int Threads, int Batch, string Text, double Ratio, double? Control = null);
