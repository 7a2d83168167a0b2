namespace Fovea.Models.Postprocessing;

/// <summary>Pixels side by side that lie between the same two cells of a map.</summary>
/// <param name="Pixel">The first pixel.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first cell.</param>
/// <param name="Second">The second cell.</param>
internal readonly record struct MapRun(int Pixel, int Count, int First, int Second);
