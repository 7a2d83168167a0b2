using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Size: the number of elements of a tensor.</summary>
internal sealed class SizeOperator : Operator
{
    public override string Name => "Size";

    public override bool ReadsOnlyShapes => true;

    public override void Infer(ShapeContext context)
    {
        context.Set(0, ElementType.Int64, []);
        if (context.Dimensions(0) is { } x && x.All(d => d.IsKnown))
            context.SetContents(0, [Extents.Product(x.Select(d => d.Value!.Value))]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;
}
