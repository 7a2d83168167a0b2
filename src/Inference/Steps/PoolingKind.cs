namespace Fovea.Inference.Steps;

/// <summary>How a window becomes one value.</summary>
internal enum PoolingKind
{
    Max,

    /// <summary>The mean of the elements inside the image.</summary>
    Average,

    /// <summary>The mean over the window with the declared padding counted as zeros (count_include_pad).</summary>
    AverageWithPadding,
}
