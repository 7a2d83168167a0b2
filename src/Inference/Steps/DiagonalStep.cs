using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>Writes one element along a diagonal of a plain matrix, <paramref name="shift"/> columns above the main one.</summary>
internal sealed class DiagonalStep(View output, long shift, byte[] element) : Step
{
    public override string Kernel => "diagonal";

    public override IReadOnlyList<View> Reads { get; } = [output];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => Math.Min(output.Shape[0], output.Shape[1]);

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        byte* y = run.Address(output);
        fixed (byte* one = element)
        {
            long columns = output.Shape[1];
            for (long row = Math.Max(0, -shift); row < output.Shape[0] && row + shift < columns; row++)
                ElementMove.Copy(one, y + (((row * columns) + row + shift) * element.Length), element.Length);
        }
    }
}
