using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>Concrete input shapes for a model that leaves extents open.</summary>
internal static class InputShapes
{
    /// <summary>The extent of axes other than the batch that a model leaves open.</summary>
    private const long OpenExtent = 224;

    /// <summary>The shapes for a batch; null where the model fixes another, or leaves even a rank open.</summary>
    public static long[][]? For(IReadOnlyList<ValueInfo> inputs, int batch)
    {
        if (inputs.Any(i => i.Extents is null) || (FixedBatch(inputs) is long size && size != batch))
            return null;
        return [.. inputs.Select(i => i.Extents!.Select((extent, axis) => extent != ValueInfo.Open ? extent : axis == 0 ? batch : OpenExtent).ToArray())];
    }

    /// <summary>Those batches that the model takes: the wanted ones, or the one that it fixes.</summary>
    public static int[] Batches(IReadOnlyList<ValueInfo> inputs, int[] wanted) => FixedBatch(inputs) is long size ? [(int)size] : wanted;

    private static long? FixedBatch(IReadOnlyList<ValueInfo> inputs) =>
        inputs.Any(i => i.Extents is [ValueInfo.Open, ..]) ? null : inputs is [{ Extents: [long size, ..] }, ..] ? size : 1;
}
