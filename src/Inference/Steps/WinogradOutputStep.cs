using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>
/// The third of three steps of a Winograd convolution: transforms the products back and applies bias, residual and activation.
/// </summary>
internal sealed class WinogradOutputStep(WinogradOperands operands, long origin, int tiles, View products) : Step
{
    public override string Kernel => operands.Describe($"output {tiles} of");

    public override IReadOnlyList<View> Reads { get; } = operands.Residual is null ? [products] : [products, operands.Residual];

    public override IReadOnlyList<View> Writes { get; } = [operands.Output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [operands.Bias];

    public override LayerClass Class => LayerClass.Winograd;

    public override double Cost => tiles * operands.Shape.Convolution.OutputChannels * 8.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        WinogradShape shape = operands.Shape;
        (long first, long last) = Partition.Of(tiles, part, parts);
        WinogradOutputArguments arguments = operands.Target(in run, null, 0, origin + first, origin + last);
        arguments.Products = run.Elements<float>(products);
        arguments.Plane = shape.OutputPlane(tiles);
        arguments.Origin = origin;
        run.Kernels.Float32.WinogradOutput(shape, in arguments);
    }
}
