namespace Fovea.Kernels.Pooling;

/// <summary>Images in channels-last order, the pooled output, and how means count padding.</summary>
internal unsafe struct PoolingArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public void* Input;

    /// <summary>The first pixel of the first image.</summary>
    public void* Output;

    /// <summary>
    /// For means: whether the declared padding counts as zeros (count_include_pad); if not, only elements inside the image count.
    /// </summary>
    public bool CountPadding;

    /// <summary>Declared padding after the last plane; the part of a ceil_mode window beyond it does not count.</summary>
    public int PadBack;

    /// <summary>Declared padding below the image.</summary>
    public int PadBottom;

    /// <summary>Declared padding to the right of the image.</summary>
    public int PadRight;
}
