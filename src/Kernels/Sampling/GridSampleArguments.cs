namespace Fovea.Kernels.Sampling;

/// <summary>Images in channels-last order, a grid of positions in them, and the values there.</summary>
internal unsafe struct GridSampleArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public void* X;

    /// <summary>For each output position a coordinate from -1 to 1 per axis, the last axis first.</summary>
    public void* Grid;

    /// <summary>The first position of the first image.</summary>
    public void* Y;

    /// <summary>Spatial axes: 1 to 3.</summary>
    public int Axes;

    /// <summary>The image's extents, missing axes first with the extent 1.</summary>
    public long Depth;

    public long Height;

    public long Width;

    public long Channels;

    /// <summary>Elements between two pixels of the image.</summary>
    public long XPixel;

    /// <summary>Elements between two positions of the result.</summary>
    public long YPixel;

    /// <summary>Positions per image.</summary>
    public long Positions;

    public GridFilter Filter;

    public GridPadding Padding;

    /// <summary>Whether -1 and 1 are the centres of the outermost pixels, instead of their outer edges.</summary>
    public bool AlignCorners;
}
