using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>
/// The second of three steps of a Winograd convolution: the products. Threads share positions and panels, so that every weight is read
/// once.
/// </summary>
internal sealed class WinogradProductStep(WinogradOperands operands, int tiles, View transformed, View products) : Step
{
    public override string Kernel => operands.Describe($"product {tiles} of");

    public override IReadOnlyList<View> Reads { get; } = [transformed];

    public override IReadOnlyList<View> Writes { get; } = [products];

    public override long MultiplyAdds => operands.Shape.Convolution.MultiplyAdds * tiles / operands.Shape.Tiles;

    public override long PerformedMultiplyAdds => operands.MultiplyAdds * tiles / operands.Shape.Tiles;

    public override long ConstantBytes => operands.Weights.Bytes;

    public override LayerClass Class => LayerClass.Winograd;

    public override double Cost => operands.ProductCost * tiles / operands.Shape.Tiles;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        WinogradShape shape = operands.Shape;
        WinogradProductArguments arguments = operands.Product(in run, 0);
        arguments.Transformed = run.Elements<float>(transformed);
        arguments.TransformedPlane = shape.InputPlane(tiles);
        arguments.Products = run.Elements<float>(products);
        arguments.ProductsPlane = shape.OutputPlane(tiles);
        arguments.Tiles = tiles;
        (arguments.First, arguments.Last) = Partition.Of((long)shape.Positions * arguments.Layout.Panels, part, parts);
        run.Kernels.Float32.WinogradProduct(shape, in arguments);
    }
}
