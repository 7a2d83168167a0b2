using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX If: one of two graphs. It takes the node's place when the condition is known: at once, or in the rest of a plan that is cut.
/// </summary>
internal sealed class If : Operator, IUnfolding
{
    public override string Name => "If";

    public override string Limits => "where the condition is computed, each branch is compiled when it is first taken";

    public override bool NeedsElements(int input) => input == 0;

    public override bool Accepts(int input, ElementType type) => input != 0 || type == ElementType.Bool;

    public override WindowRule Window(Node node) => WindowRule.None;

    public bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        if (node.Required(0).Constant is not { } condition)
            return false;
        if (condition.Shape.ElementCount != 1)
            throw node.Invalid($"its condition has the shape {condition.Shape}; expected one element");
        Value[] results = context.Inline(Branch(node, condition.ReadAll().Span<bool>()[0]), string.Empty, []);
        for (int i = 0; i < node.Outputs.Length; i++)
            context.Set(i, results[i]);
        return true;
    }

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        Value[] then = Branch(node, true).InferOutputs(node, []);
        Value[] otherwise = Branch(node, false).InferOutputs(node, []);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (then[i].Type is not { } type || (otherwise[i].Type is { } other && other != type))
                throw node.Invalid($"output {i} is {then[i].Type} in one branch and {otherwise[i].Type} in the other");
            context.Set(i, type, Common(then[i].Shape, otherwise[i].Shape));
        }
    }

    private static GraphBody Branch(Node node, bool condition)
    {
        GraphBody body = node.Attributes.Body(condition ? "then_branch" : "else_branch");
        return body.Formals == 0 && body.Graph.Outputs.Count >= node.Outputs.Length
            ? body
            : throw node.Invalid(
                $"a branch has {body.Formals} inputs and {body.Graph.Outputs.Count} outputs; expected none and {node.Outputs.Length}");
    }

    private static SymbolicShape Common(SymbolicShape a, SymbolicShape b) =>
        a.Dimensions is not { } x || b.Dimensions is not { } y || x.Count != y.Count
            ? SymbolicShape.Unknown
            : new SymbolicShape([.. x.Zip(y, (one, other) => one == other ? one : Dimension.Unknown)]);
}
