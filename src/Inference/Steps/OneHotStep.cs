using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// output[o, d, i] = on where indices[o, i] is d, else off. Negative indices count from the end; others outside the depth give off alone.
/// </summary>
internal sealed class OneHotStep(View indices, View off, View on, View output, long outer, long depth, long inner) : Step
{
    public override string Kernel => $"one-hot {outer}x{depth}x{inner}";

    public override IReadOnlyList<View> Reads { get; } = [indices, off, on];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override void Execute(in RunContext run, int part, int parts)
    {
        switch (output.Type.SizeInBytes())
        {
            case sizeof(byte):
                Write<byte>(in run, part, parts);
                break;
            case sizeof(ushort):
                Write<ushort>(in run, part, parts);
                break;
            case sizeof(uint):
                Write<uint>(in run, part, parts);
                break;
            default:
                Write<ulong>(in run, part, parts);
                break;
        }
    }

    private unsafe void Write<T>(in RunContext run, int part, int parts) where T : unmanaged
    {
        (long first, long last) = Partition.Of(outer * depth, part, parts);
        long* at = run.Elements<long>(indices);
        T zero = *(T*)run.Address(off);
        T one = *(T*)run.Address(on);
        T* y = (T*)run.Address(output);
        for (long row = first; row < last; row++)
        {
            long position = row % depth;
            long* chosen = at + (row / depth * inner);
            T* target = y + (row * inner);
            for (long i = 0; i < inner; i++)
                target[i] = chosen[i] == position || chosen[i] == position - depth ? one : zero;
        }
    }
}
