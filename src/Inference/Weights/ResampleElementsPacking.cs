using System.Runtime.InteropServices;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Weights;

/// <summary>For each position of a resized axis its first element of the original and the number of its weights.</summary>
internal sealed record ResampleElementsPacking(ResampleAxis Axis) : Packing
{
    public override ElementType ElementType => ElementType.Int64;

    public override long Elements => 2 * Axis.Output;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        long* elements = (long*)target;
        double* weights = (double*)NativeMemory.Alloc((nuint)Axis.Taps, sizeof(double));
        try
        {
            for (long i = 0; i < Axis.Output; i++)
            {
                elements[(2 * i) + 1] = Axis.Weigh(i, new Span<double>(weights, Axis.Taps), out long first);
                elements[2 * i] = first;
            }
        }
        finally
        {
            NativeMemory.Free(weights);
        }
    }
}
