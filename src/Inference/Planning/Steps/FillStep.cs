using Fovea.Inference.Execution;

namespace Fovea.Inference.Planning.Steps;

/// <summary>Fills a plain tensor with one element: the frame of a Pad.</summary>
internal sealed class FillStep(View output, byte[] element) : Step
{
    public override string Kernel => "fill";

    public override IReadOnlyList<View> Reads { get; } = [];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount / 8.0;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        var target = new Span<byte>(run.Address(output.Buffer), checked((int)output.Buffer.Bytes));
        for (int i = 0; i < target.Length; i += element.Length)
            element.CopyTo(target[i..]);
    }
}
