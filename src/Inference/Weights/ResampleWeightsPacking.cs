using System.Runtime.InteropServices;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Weights;

/// <summary>The weights of each position of a resized axis, as Float32 or Float64.</summary>
internal sealed record ResampleWeightsPacking(ResampleAxis Axis, ElementType Type) : Packing
{
    public override ElementType ElementType => Type;

    public override long Elements => Axis.Output * Axis.Taps;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        int taps = Axis.Taps;
        double* weights = (double*)NativeMemory.Alloc((nuint)taps, sizeof(double));
        try
        {
            for (long i = 0; i < Axis.Output; i++)
            {
                var row = new Span<double>(weights, taps);
                row[Axis.Weigh(i, row, out _)..].Clear();
                Write(row, target, i * taps);
            }
        }
        finally
        {
            NativeMemory.Free(weights);
        }
    }

    private unsafe void Write(Span<double> weights, void* target, long first)
    {
        for (int tap = 0; tap < weights.Length; tap++)
        {
            if (Type == ElementType.Float32)
                ((float*)target)[first + tap] = (float)weights[tap];
            else
                ((double*)target)[first + tap] = weights[tap];
        }
    }
}
