using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>The pixels of one tile in the output, and what is done to a sum before it is written: bias, residual, bounds.</summary>
internal unsafe struct WinogradPixels<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The first pixel of the tile.</summary>
    public float* Output;

    /// <summary>Floats from a line of the output to the next.</summary>
    public nint OutputLine;

    /// <summary>Floats from a pixel of the output to the next.</summary>
    public nint OutputPixel;

    /// <summary>The first pixel of the residual, or null.</summary>
    public float* Residual;

    /// <summary>Floats from a line of the residual to the next.</summary>
    public nint ResidualLine;

    /// <summary>Floats from a pixel of the residual to the next.</summary>
    public nint ResidualPixel;

    /// <summary>Lines of the tile that are inside the output.</summary>
    public int Lines;

    /// <summary>Pixels of a line that are inside the output.</summary>
    public int Width;

    /// <summary>One value per channel.</summary>
    public TVec Bias;

    /// <summary>The lower bound of every result: -infinity for none.</summary>
    public TVec Min;

    /// <summary>The upper bound of every result: infinity for none.</summary>
    public TVec Max;

    /// <summary>Writes one pixel of a line that is inside the output, if the pixel is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write(int line, int pixel, TVec value)
    {
        if (pixel >= Width)
            return;
        value = TSimd.Add(value, Bias);
        if (Residual != null)
            value = TSimd.Add(value, TSimd.Load(Residual + (line * ResidualLine) + (pixel * ResidualPixel)));
        TSimd.Store(Output + (line * OutputLine) + (pixel * OutputPixel), SimdMath<TSimd, TVec>.Clamp(value, Min, Max));
    }
}
