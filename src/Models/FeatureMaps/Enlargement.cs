namespace Fovea.Models.FeatureMaps;

/// <summary>How much maps are enlarged where no scale is asked for.</summary>
/// <param name="Scale">The pixels per value and axis at which each map is easy to see.</param>
/// <param name="MaxPixels">The pixels of a picture for which maps are enlarged.</param>
internal readonly record struct Enlargement(int Scale, long MaxPixels)
{
    /// <summary>The pixels that the longer side of a map has at least, in a grid with a legend, in a bare grid, and alone.</summary>
    private const int GridSide = 64, BareGridSide = 48, SingleSide = 224;

    /// <summary>The largest scale of a picture with a legend, at which a single value has the side that maps have.</summary>
    private const int MaxScale = 64;

    /// <summary>
    /// A picture with a legend is to be looked at: it is not enlarged far beyond a screen, and not beyond it where each map is one value.
    /// </summary>
    private const long MapPixels = 8_000_000, VectorPixels = 2_000_000;

    public static Enlargement For(MapExtent maps, bool legend)
    {
        int longest = Math.Max(maps.Width, maps.Height);
        int side = maps.Single ? SingleSide : legend ? GridSide : BareGridSide;
        int scale = (int)Math.Clamp(
            ((long)side + longest - 1) / longest, RenderOptions.MinScale, legend ? MaxScale : RenderOptions.MaxScale);
        return new Enlargement(scale, !legend ? long.MaxValue : longest == 1 ? VectorPixels : MapPixels);
    }
}
