namespace Fovea.Models.Texts;

/// <summary>A cell of a map, or a corner on whole numbers.</summary>
/// <param name="X">The column.</param>
/// <param name="Y">The row.</param>
internal readonly record struct MapCell(int X, int Y);
