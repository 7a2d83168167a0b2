using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fovea.Bench.Statistics;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Simd;

namespace Fovea.Bench.Roofline;

/// <summary>Measures the machine's limits with the kernels' vectors, on as many threads as the networks use.</summary>
internal static unsafe class RoofMeasurement
{
    private const long TurnsPerCall = 100_000;

    /// <summary>The bytes to read to measure main memory: more than the caches hold, and at most what a span can have.</summary>
    private static readonly long MemoryBytes = Math.Clamp(
        2 * CacheLevel.All.Where(level => level.Bytes < long.MaxValue).Max(level => level.Bytes), 256L << 20, 1L << 30);

    private static float _sink;

    public static Roofs Measure(KernelSet kernels, int threads) => kernels.InstructionSet switch
    {
        InstructionSet.Vector512 => Measure<Simd512, Vector512<float>>(kernels, threads),
        InstructionSet.Vector256 => Measure<Simd256, Vector256<float>>(kernels, threads),
        InstructionSet.Vector128 => Measure<Simd128, Vector128<float>>(kernels, threads),
        _ => Measure<SimdScalar, float>(kernels, threads),
    };

    private static Roofs Measure<TSimd, TVec>(KernelSet kernels, int threads)
        where TSimd : struct, ISimd<TVec>
        where TVec : struct
    {
        double peak = Together(
            threads,
            () => Rate(RoofKernel<TSimd, TVec>.Operations(TurnsPerCall), () => RoofKernel<TSimd, TVec>.MultiplyAdds(TurnsPerCall)));
        double bytes = Together(
            threads, () => 2 * ByteTileRate.MultiplyAddsPerSecond(kernels.Bytes.InstructionSet, kernels.Processor));
        var levels = new List<(CacheLevel, double)>();
        foreach (CacheLevel level in CacheLevel.All)
            levels.Add((level, Together(threads, () => Bandwidth<TSimd, TVec>(level, threads))));
        return new Roofs(peak, bytes, levels);
    }

    private static double Bandwidth<TSimd, TVec>(CacheLevel level, int threads)
        where TSimd : struct, ISimd<TVec>
        where TVec : struct
    {
        // Half of the cache, so that the data stays there; threads share the caches beyond the second level.
        long bytes = (
            level.Bytes == long.MaxValue ? MemoryBytes : level.Name == "L2" ? level.Bytes / 2 : level.Bytes / 2 / threads) / 4096 * 4096;
        float* buffer = (float*)NativeMemory.AlignedAlloc((nuint)bytes, 4096);
        try
        {
            new Span<byte>(buffer, checked((int)bytes)).Clear();
            return Rate(bytes, () => RoofKernel<TSimd, TVec>.Read(buffer, bytes / sizeof(float)));
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    /// <summary>The sum of the rates that all threads achieve at the same time.</summary>
    private static double Together(int threads, Func<double> rate)
    {
        double[] rates = new double[threads];
        Thread[] team = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => rates[i] = rate()))];
        Array.ForEach(team, thread => thread.Start());
        Array.ForEach(team, thread => thread.Join());
        return rates.Sum();
    }

    /// <summary>The rate of repeated calls, amount per second, in the best of several rounds.</summary>
    private static double Rate(double amount, Func<float> call) => amount / BestRound.Seconds(() => _sink = call());
}
