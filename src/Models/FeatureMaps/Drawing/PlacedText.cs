namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>A text, the place of its top left corner, and the pixels per pixel of its font.</summary>
internal readonly record struct PlacedText(string Text, int X, int Y, int Scale);
