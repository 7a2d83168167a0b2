namespace Fovea.Kernels.Winograd;

/// <summary>A range of channels of adjacent filters [filter, channel, kernel height, kernel width], all in one panel.</summary>
internal unsafe struct WinogradFilters
{
    /// <summary>The first filter at the first of these channels.</summary>
    public float* Source;

    /// <summary>Floats between two filters.</summary>
    public long FilterStride;

    /// <summary>The column of the panel that the first filter fills.</summary>
    public int FirstColumn;

    /// <summary>The number of filters.</summary>
    public int Columns;

    /// <summary>The row of the panel that the first channel fills.</summary>
    public int FirstChannel;

    /// <summary>The number of channels.</summary>
    public int Channels;
}
