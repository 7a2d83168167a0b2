using System.Numerics;

namespace Fovea.Models.Texts;

/// <summary>A text in a map.</summary>
/// <param name="Corners">The corners in cells: the upper left, the upper right, the lower right, the lower left one.</param>
/// <param name="Score">The mean of the map inside the rectangle before it was widened.</param>
internal readonly record struct FoundText(Vector2[] Corners, double Score);
