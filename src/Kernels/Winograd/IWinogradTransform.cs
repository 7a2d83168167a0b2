namespace Fovea.Kernels.Winograd;

/// <summary>
/// The one-dimensional transforms of a minimal filtering algorithm F(Tile, Taps) with the points of <see cref="WinogradPoints"/> (Lavin,
/// Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). In two dimensions, one is applied to the columns, then another to the
/// rows.
/// </summary>
internal unsafe interface IWinogradTransform
{
    /// <summary>The number of outputs.</summary>
    static abstract int Tile { get; }

    /// <summary>The number of inputs: Tile + Taps - 1.</summary>
    static abstract int Span { get; }

    /// <summary>
    /// B' d: Span vectors to Span vectors, each <paramref name="fromStride"/> and <paramref name="toStride"/> floats apart.
    /// </summary>
    static abstract void Input(float* from, nint fromStride, float* to, nint toStride);

    /// <summary>A' m: Span vectors to Tile vectors.</summary>
    static abstract void Output(float* from, nint fromStride, float* to, nint toStride);
}
