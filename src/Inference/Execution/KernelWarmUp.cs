using System.Runtime.InteropServices;
using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Execution;

/// <summary>
/// Makes the JIT compile the register tiles of dense layers while a first model is read: each takes some milliseconds, and a network needs
/// about ten of them. Runs once per process and instruction set, on its own thread, until the first run begins.
/// </summary>
internal sealed unsafe class KernelWarmUp
{
    private const int MaxVectors = 3;

    /// <summary>
    /// The tile heights, most frequent first: rows are split evenly into tall tiles, and a matrix product of one image has one row.
    /// </summary>
    private static readonly int[] LikelyHeights = [8, 7, 6, 1, 4, 5, 2, 3];

    private static readonly HashSet<InstructionSet> Started = [];

    private readonly KernelSet _kernels;
    private volatile bool _stop;

    private KernelWarmUp(KernelSet kernels) => _kernels = kernels;

    /// <summary>Starts compiling; null if it was started before or there is only one core.</summary>
    public static KernelWarmUp? Start(KernelSet kernels)
    {
        if (Environment.ProcessorCount == 1)
            return null;
        lock (Started)
        {
            if (!Started.Add(kernels.InstructionSet))
                return null;
        }

        var warmUp = new KernelWarmUp(kernels);
        new Thread(warmUp.Run) { IsBackground = true, Name = "Fovea kernel warm-up" }.Start();
        return warmUp;
    }

    /// <summary>Stops compiling, because a run needs the core; the remaining tiles are compiled on first use.</summary>
    public void Stop() => _stop = true;

    private void Run()
    {
        int width = MaxVectors * _kernels.Lanes;
        int rows = _kernels.TileRows;
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)((rows + 2) * width * sizeof(float)), Alignment.Bytes);
        float** pointers = (float**)NativeMemory.Alloc((nuint)rows, (nuint)sizeof(float*));
        new Span<float>(memory, (rows + 2) * width).Clear();
        for (int row = 0; row < rows; row++)
            pointers[row] = memory;
        foreach (int height in LikelyHeights)
        {
            for (int vectors = MaxVectors; vectors > 0 && height <= rows && !_stop; vectors--)
            {
                var tile = new TileArguments
                {
                    Rows = pointers,
                    Taps = 1,
                    Run = 1,
                    Weights = memory,
                    Bias = memory + width,
                    Output = memory + (2 * width),
                    OutputStride = width,
                    Columns = vectors * _kernels.Lanes,
                };
                _kernels.Float32.Tile(height, vectors, in tile);
            }
        }

        NativeMemory.Free(pointers);
        NativeMemory.AlignedFree(memory);
    }
}
