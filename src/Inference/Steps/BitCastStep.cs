using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>Copies the bits of elements to elements of another type of the same size.</summary>
/// <param name="input">The elements, in plain order.</param>
/// <param name="output">Elements of the same size, in plain order.</param>
internal sealed class BitCastStep(View input, View output) : Step
{
    public override string Kernel => $"bits of {input.Type} as {output.Type}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount / 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(output.Shape.ElementCount, part, parts);
        int size = output.Type.SizeInBytes();
        Buffer.MemoryCopy(
            run.Address(input) + (first * size), run.Address(output) + (first * size), (last - first) * size, (last - first) * size);
    }
}
