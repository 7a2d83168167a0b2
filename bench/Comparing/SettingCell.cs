namespace Fovea.Bench.Comparing;

/// <summary>A table cell: one network at one number of threads and one batch size.</summary>
/// <param name="Text">The text of the cell.</param>
/// <param name="Ratio">The ratio, for the mean of the column.</param>
/// <param name="Control">The ratio of the control, if there is one.</param>
internal sealed record SettingCell(string Network, int Threads, int Batch, string Text, double Ratio, double? Control = null);
