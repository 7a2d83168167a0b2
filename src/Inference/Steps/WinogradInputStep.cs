using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>The first of three steps of a Winograd convolution with few tiles and many weights: transforms the input tiles.</summary>
internal sealed class WinogradInputStep(WinogradOperands operands, long origin, int tiles, View transformed) : Step
{
    public override string Kernel => operands.Describe($"input {tiles} of");

    public override IReadOnlyList<View> Reads { get; } = [operands.Input];

    public override IReadOnlyList<View> Writes { get; } = [transformed];

    public override LayerClass Class => LayerClass.Winograd;

    public override double Cost => tiles * operands.Shape.Convolution.InputChannels * 10.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        WinogradShape shape = operands.Shape;
        (long first, long last) = Partition.Of(tiles, part, parts);
        WinogradInputArguments arguments = operands.Source(in run, null, 0, origin + first, origin + last);
        arguments.Transformed = run.Elements<float>(transformed);
        arguments.Plane = shape.InputPlane(tiles);
        arguments.Origin = origin;
        run.Kernels.Float32.WinogradInput(shape, in arguments);
    }
}
