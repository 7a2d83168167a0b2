using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>Concrete input shapes for a model with dynamic extents.</summary>
internal static class InputShapes
{
    /// <summary>The extent to use for dynamic axes other than the batch.</summary>
    private const long OpenExtent = 224;

    /// <summary>The input shapes for a batch size; null if the model has another fixed batch size, or an input of unknown rank.</summary>
    public static long[][]? For(IReadOnlyList<ValueInfo> inputs, int batch)
    {
        if (inputs.Any(i => i.Extents is null) || (FixedBatch(inputs) is long size && size != batch))
            return null;
        long Extent(long extent, int axis) => extent != ValueInfo.Open ? extent : axis == 0 ? batch : OpenExtent;
        return [.. inputs.Select(i => i.Extents!.Select(Extent).ToArray())];
    }

    /// <summary>The batch sizes to run: the requested ones, or the model's fixed one.</summary>
    public static int[] Batches(IReadOnlyList<ValueInfo> inputs, int[] wanted) => FixedBatch(inputs) is long size ? [(int)size] : wanted;

    private static long? FixedBatch(IReadOnlyList<ValueInfo> inputs) =>
        inputs.Any(i => i.Extents is [ValueInfo.Open, ..]) ? null : inputs is [{ Extents: [long size, ..] }, ..] ? size : 1;
}
