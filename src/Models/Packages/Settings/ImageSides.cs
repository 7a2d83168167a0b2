namespace Fovea.Models.Packages.Settings;

/// <summary>The limits of an image's sides.</summary>
internal static class ImageSides
{
    /// <summary>The largest input side, and the largest side to resize to, in pixels.</summary>
    public const int Max = 16_384;
}
