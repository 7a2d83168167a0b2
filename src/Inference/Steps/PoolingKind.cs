namespace Fovea.Inference.Steps;

/// <summary>How the elements of a window are reduced.</summary>
internal enum PoolingKind
{
    Max,

    /// <summary>The mean of the elements inside the image.</summary>
    Average,

    /// <summary>The mean over the window, with declared padding counted as zeros (count_include_pad).</summary>
    AverageWithPadding,
}
