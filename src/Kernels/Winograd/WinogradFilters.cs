namespace Fovea.Kernels.Winograd;

/// <summary>A range of channels of adjacent filters [filter, channel, kernel height, kernel width].</summary>
internal unsafe struct WinogradFilters
{
    /// <summary>The first filter at the first of these channels.</summary>
    public float* Source;

    /// <summary>Floats between two filters.</summary>
    public long FilterStride;

    /// <summary>The first channel, counted in the whole filter.</summary>
    public int FirstChannel;

    /// <summary>The number of channels.</summary>
    public int Channels;
}
