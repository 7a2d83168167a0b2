namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>A rectangle of pixels: its top left corner and its extents.</summary>
internal readonly record struct Box(int X, int Y, int Width, int Height);
