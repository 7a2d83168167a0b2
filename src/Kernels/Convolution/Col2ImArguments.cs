namespace Fovea.Kernels.Convolution;

/// <summary>Columns of blocks and the images that they add up to.</summary>
internal unsafe struct Col2ImArguments
{
    /// <summary>[planes, taps, positions]: for each tap of the block its element at every position.</summary>
    public void* Columns;

    /// <summary>[planes, image]: the images.</summary>
    public void* Image;

    /// <summary>Spatial axes.</summary>
    public int Axes;

    /// <summary>Per axis: the image's extent, the block's, the positions of the block, then stride, dilation and padding before.</summary>
    public long* Geometry;
}
