namespace Fovea.Kernels.Resampling;

/// <summary>How a position along an axis of a resized tensor maps to the original one (ONNX Resize).</summary>
internal enum CoordinateTransform
{
    HalfPixel,

    /// <summary>As <see cref="HalfPixel"/>, around the centre of both tensors where the scaled extent is no whole number.</summary>
    HalfPixelSymmetric,

    /// <summary>As <see cref="HalfPixel"/>; a single position maps to 0.</summary>
    PytorchHalfPixel,

    /// <summary>Half a pixel to the right: of opset 11 and 12.</summary>
    HalfPixelForNearest,

    AlignCorners,

    Asymmetric,

    /// <summary>Positions of a region; those outside the original tensor have a value of their own.</summary>
    CropAndResize,
}
