namespace Fovea.Kernels.Layout;

/// <summary>
/// Groups of planes, each contiguous, and their pixels: one element of each plane after the other. Elements have 32 bits and are moved as
/// floats, whatever they are; the two memories do not overlap.
/// </summary>
internal unsafe struct PlaneArguments
{
    /// <summary>The first plane of the first group.</summary>
    public float* Planes;

    /// <summary>Elements from one plane to the next.</summary>
    public long Plane;

    /// <summary>Elements from the planes of a group to those of the next.</summary>
    public long PlaneGroup;

    /// <summary>The first pixel of the first group.</summary>
    public float* Pixels;

    /// <summary>Elements from the pixels of a group to those of the next.</summary>
    public long PixelGroup;

    public long Groups;

    /// <summary>The elements of a plane, which are the pixels of a group; at least the lanes of a vector.</summary>
    public long Count;
}
