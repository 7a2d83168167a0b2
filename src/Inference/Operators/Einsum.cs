using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Einsum: sums of products over labelled axes, as numpy.einsum; since opset 12. Operands are combined from the left; two matrices of
/// floats by the kernels of MatMul.
/// </summary>
internal sealed class Einsum : Operator, ILowering
{
    private static readonly unsafe IReadOnlyList<ElementType> Types =
        ElementKernels.With(kernels => kernels.ReduceRows != null);

    public override string Name => "Einsum";

    public override int Since => 12;

    public override string Limits => "any number of operands; ellipsis and repeated letters";

    public override (int Min, int Max) Inputs => (1, int.MaxValue);

    public override bool Accepts(int input, ElementType type) => Types.Contains(type) && type != ElementType.Bool;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        IReadOnlyList<Dimension>?[] shapes = [.. node.Inputs.Select((_, i) => context.Dimensions(i))];
        for (int i = 1; i < shapes.Length; i++)
        {
            if (context.Type(i) != context.Type(0))
                throw node.Invalid($"input {i} is {context.Type(i)}; expected {context.Type(0)} like input 0");
        }

        if (shapes.Any(shape => shape is null))
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        EinsteinEquation equation = Equation(node);
        Dictionary<int, Dimension> extents = equation.Extents(node, shapes!);
        context.Set(0, context.Type(0), [.. equation.Result.Select(label => extents[label])]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        EinsteinEquation equation = Equation(node);
        var extents = equation.Extents(node, [.. node.Inputs.Select(i => (IReadOnlyList<Dimension>)i!.Shape.Dimensions!)])
            .ToDictionary(e => e.Key, e => e.Value.Value!.Value);
        if (extents.ContainsValue(0))
        {
            context.Emit(new FillStep(context.PlainOutput(), new byte[context.Input(0).Type.SizeInBytes()]));
            return;
        }

        LabelledView[] operands = [.. equation.Operands.Select((labels, i) => LabelledView.Of(context.Input(i), labels, extents))];
        LabelledView product = operands[0];
        for (int i = 1; i < operands.Length; i++)
        {
            HashSet<int> later = [.. equation.Result, .. operands.Skip(i + 1).SelectMany(operand => operand.Labels)];
            product = EinsteinProduct.Emit(context, product, operands[i], later);
        }

        LabelledView sum = EinsteinProduct.SumOut(context, product, [.. equation.Result]);
        int[] order = [.. equation.Result.Select(label => Array.IndexOf(sum.Labels, label))];
        View result = sum.View.Permute(order);

        // An axis that only operands of extent 1 have keeps its stride of 0, which a result may have as well.
        context.Alias(result.Expand(context.OutputShape()));
    }

    private static EinsteinEquation Equation(Node node) => EinsteinEquation.Parse(
        node, node.Attributes.Text("equation", string.Empty), [.. node.Inputs.Select((_, i) => node.Required(i).Shape.Rank)]);
}
