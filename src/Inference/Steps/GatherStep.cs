using System.Numerics;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// Gathers slices of a plain tensor by index: output[o, i, :] = data[o, indices[i], :]. Negative indices count from the end; an index out
/// of range is an error of the run.
/// </summary>
internal sealed class GatherStep(View data, View indices, View output, long outer, long extent, long inner) : Step
{
    public override string Kernel => $"gather {outer}x{extent}x{inner}";

    public override IReadOnlyList<View> Reads { get; } = [data, indices];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        if (indices.Type == ElementType.Int64)
            Gather(in run, run.Elements<long>(indices));
        else
            Gather(in run, run.Elements<int>(indices));
    }

    private unsafe void Gather<TIndex>(in RunContext run, TIndex* values) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long count = indices.Shape.ElementCount;
        long bytes = inner * data.Type.SizeInBytes();
        byte* from = run.Address(data);
        byte* to = run.Address(output);
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < count; i++, to += bytes)
            {
                long index = ElementMove.Position(long.CreateChecked(values[i]), extent);
                System.Buffer.MemoryCopy(from + (((o * extent) + index) * bytes), to, bytes, bytes);
            }
        }
    }
}
