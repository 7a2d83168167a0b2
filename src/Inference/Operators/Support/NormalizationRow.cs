using System.Runtime.InteropServices;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The factors or the addends of a BatchNormalization written as x * scale + shift, computed in double precision from its statistics while
/// they are read: scale = gamma / sqrt(variance + epsilon), shift = beta - mean scale.
/// </summary>
/// <param name="statistics">Gamma, beta, mean and variance: rows of floats of one length.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="shift">Whether the addends are meant.</param>
internal sealed class NormalizationRow(Tensor[] statistics, double epsilon, bool shift) : ByteSource
{
    private const int Piece = 256;

    public override long Length => statistics[0].ByteLength;

    public override void Read(long offset, Span<byte> destination)
    {
        Span<float> values = MemoryMarshal.Cast<byte, float>(destination);
        Span<float> read = stackalloc float[4 * Piece];
        for (int first = 0; first < values.Length; first += Piece)
        {
            int count = Math.Min(Piece, values.Length - first);
            for (int i = 0; i < 4; i++)
                statistics[i].Read(offset + ((long)first * sizeof(float)), MemoryMarshal.AsBytes(read.Slice(i * Piece, count)));
            for (int i = 0; i < count; i++)
            {
                double scale = read[i] / Math.Sqrt(read[(3 * Piece) + i] + epsilon);
                values[first + i] = shift ? (float)(read[Piece + i] - (read[(2 * Piece) + i] * scale)) : (float)scale;
            }
        }
    }
}
