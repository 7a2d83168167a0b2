using System.Runtime.InteropServices;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

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
        switch (element.Length)
        {
            case sizeof(int):
                MemoryMarshal.Cast<byte, int>(target).Fill(BitConverter.ToInt32(element));
                break;
            case sizeof(long):
                MemoryMarshal.Cast<byte, long>(target).Fill(BitConverter.ToInt64(element));
                break;
            default:
                target.Fill(element[0]);
                break;
        }
    }
}
