namespace Fovea.Inference.Tensors;

/// <summary>
/// The filters of a grouped convolution for fewer, larger groups: each filter has the channels of all groups that became one, and its zero
/// point, which stands for 0, where they are not its own.
/// </summary>
/// <param name="Source">The filters [M, C, ...], of bytes.</param>
/// <param name="Groups">The groups of the convolution, which divide M.</param>
/// <param name="Merged">How many of them become one; divides <paramref name="Groups"/>.</param>
/// <param name="Zero">The zero points, of bytes: one, or one for each filter; null for 0.</param>
internal sealed record MergedGroups(ConstantData Source, int Groups, int Merged, ConstantData? Zero)
    : ConstantData(Source.ElementType, Source.Shape.With(1, Extents.Multiply(Source.Shape[1], Merged)))
{
    public override bool IsPlanSpecific => Source.IsPlanSpecific || Zero is { IsPlanSpecific: true };

    public override void Read(long offset, Span<byte> destination)
    {
        long own = Source.Shape.ElementCount / Source.Shape[0];
        long filter = own * Merged;
        long filtersOfGroup = Source.Shape[0] / Groups;
        Tensor? zeros = Zero?.ReadAll();
        while (destination.Length > 0)
        {
            long index = offset / filter;
            long within = offset - (index * filter);
            Span<byte> part = destination[..(int)Math.Min(destination.Length, filter - within)];
            part.Fill(zeros is null ? (byte)0 : zeros.Bytes.Span[Zero!.Shape.ElementCount == 1 ? 0 : (int)index]);
            // The filter's own channels, as far as they lie in this part.
            long start = index / filtersOfGroup % Merged * own;
            long first = Math.Max(start, within);
            long last = Math.Min(start + own, within + part.Length);
            if (first < last)
                Source.Read((index * own) + first - start, part[(int)(first - within)..(int)(last - within)]);
            offset += part.Length;
            destination = destination[part.Length..];
        }
    }
}
