using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>Converts elements from one type to another (<see cref="ElementConversion"/>).</summary>
/// <param name="input">The elements, in plain order.</param>
/// <param name="output">The converted ones, in plain order.</param>
internal sealed class CastStep(View input, View output) : Step
{
    private readonly ElementConversion _conversion = new(input.Type, output.Type);

    public override string Kernel => $"cast {input.Type} to {output.Type}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(output.Shape.ElementCount, part, parts);
        _conversion.Run(
            run.Address(input) + (first * input.Type.SizeInBytes()), run.Address(output) + (first * output.Type.SizeInBytes()),
            last - first);
    }
}
