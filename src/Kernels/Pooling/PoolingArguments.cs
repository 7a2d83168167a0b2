namespace Fovea.Kernels.Pooling;

/// <summary>Images in channels-last order, the values of their windows, and how means count padding.</summary>
internal unsafe struct PoolingArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public void* Input;

    /// <summary>The first pixel of the first image.</summary>
    public void* Output;

    /// <summary>For means: the declared padding counts as zeros (count_include_pad); else only elements inside the image count.</summary>
    public bool CountPadding;

    /// <summary>Declared padding behind the image; windows of ceil_mode that reach beyond it do not count what lies there.</summary>
    public int PadBack;

    /// <summary>Declared padding below the image.</summary>
    public int PadBottom;

    /// <summary>Declared padding to the right of the image.</summary>
    public int PadRight;
}
