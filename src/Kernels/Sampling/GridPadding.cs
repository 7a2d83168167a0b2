namespace Fovea.Kernels.Sampling;

/// <summary>What lies beside an image.</summary>
internal enum GridPadding
{
    Zeros,

    /// <summary>The outermost pixels again and again.</summary>
    Border,

    /// <summary>The image mirrored at its border.</summary>
    Reflection,
}
