using System.Numerics.Tensors;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>The softmax, for networks that leave it to who reads them.</summary>
internal static class Softmax
{
    /// <summary>exp(x - m) over their sum, where m is the largest x, so that no exponential overflows.</summary>
    public static void Of(ReadOnlySpan<float> x, Span<float> shares)
    {
        TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), shares);
        TensorPrimitives.SoftMax(shares[..x.Length], shares);
    }
}
