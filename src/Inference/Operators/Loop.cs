using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Loop: a graph again and again, a number of times or while a condition holds. A short loop whose number of iterations is known is
/// unrolled; any other is computed by the run between two plans, with a plan for the body.
/// </summary>
internal sealed class Loop : Operator, IUnfolding, IComputedAtCut
{
    // The formal inputs before the states: the number of the iteration and the condition.
    private const int FirstState = 2;

    public override string Name => "Loop";

    public override string Limits => "iterations up to `MaxLoopIterations`; states that are sequences in short loops only";

    public override (int Min, int Max) Inputs => (2, int.MaxValue);

    public override bool ShapesDependOnData => true;

    public bool Folds => false;

    public override bool Accepts(int input, ElementType type) =>
        input switch { 0 => type == ElementType.Int64, 1 => type == ElementType.Bool, _ => true };

    public override WindowRule Window(Node node) => WindowRule.None;

    public bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        GraphBody body = Body(node);
        if (node.Input(0) is { Constant: null } || node.Input(1) is { Constant: null })
            return false;
        long iterations = node.Input(1) is { } condition && !One<bool>(node, 1, condition.Constant!.ReadAll())
            ? 0
            : node.Input(0) is { } trips ? Math.Max(0, One<long>(node, 0, trips.Constant!.ReadAll())) : long.MaxValue;
        if (iterations > 0 && (!LoopBody.IsShort(context, body, iterations) || !GoesOn(node, body)))
            return false;
        int states = body.Formals - FirstState;
        Value[] state = node.Inputs[FirstState..body.Given]!;
        int outputs = body.Graph.Outputs.Count - 1 - states;
        List<Value>[] results = [.. Enumerable.Range(0, outputs).Select(_ => new List<Value>())];
        Value always = context.Constant("condition", Scalar(true));
        for (long i = 0; i < iterations; i++)
        {
            Value iteration = context.Constant($"{i}/iteration", Scalar(i));
            Value[] given = context.Inline(body, $"{i}", [iteration, always, .. state]);
            state = given[1..(1 + states)];
            for (int k = 0; k < outputs; k++)
                results[k].Add(given[1 + states + k]);
        }

        for (int i = 0; i < states && i < node.Outputs.Length; i++)
            context.Set(i, state[i]);
        Value[]? one = iterations == 0 && outputs > 0 ? Infer(node, body) : null;
        for (int k = 0; k < outputs; k++)
            LoopBody.Stack(context, states + k, results[k], one?[1 + states + k] ?? results[k][0], 0);
        return true;
    }

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        GraphBody body = Body(node);
        int states = body.Formals - FirstState;
        Value[] outputs = Infer(node, body);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (i < states && node.Inputs[FirstState + i] is { Producer.Operator.GivesNoTensor: true })
            {
                throw node.Unsupported(
                    "a state is a sequence, and the loop is not one of few iterations whose number is known; supported are sequences in " +
                    "such loops");
            }

            Value output = outputs[1 + i];
            ElementType type = output.Type ?? throw node.Unsupported($"the element type of its output {i} is not known");
            context.Set(i, type, i < states ? output.Shape : LoopBody.Stacked(node, output.Shape, Dimension.Unknown, 0));
        }
    }

    public Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
    {
        GraphBody body = Body(node);
        int states = body.Formals - FirstState;
        long trips = inputs[0] is { } count ? One<long>(node, 0, count) : long.MaxValue;
        Tensor condition = inputs[1] ?? Scalar(true).InMemory;
        bool goesOn = One<bool>(node, 1, condition);
        Tensor[] state = [.. inputs.Take(body.Given).Skip(FirstState)!];
        List<Tensor>[] results = [.. Enumerable.Range(0, body.Graph.Outputs.Count - 1 - states).Select(_ => new List<Tensor>())];
        double bytes = 0;
        for (long i = 0; i < trips && goesOn; i++)
        {
            control.BeginIteration(node, i);
            Tensor[] given = control.Run(body, body.Operands([Scalar(i).InMemory, condition, .. state], inputs));
            condition = given[0];
            goesOn = One<bool>(node, 1, condition);
            state = given[1..(1 + states)];
            LoopBody.Keep(results, ref bytes, given.AsSpan(1 + states), control);
        }

        Value[]? one = Array.Exists(results, list => list.Count == 0) ? Infer(node, body) : null;
        return
        [
            .. state,
            .. results.Select((list, k) => list.Count == 0
                ? LoopBody.Empty(node, one![1 + states + k], 0)
                : TensorSlices.Stack(node, list, 0, list.Count)),
        ];
    }

    private static GraphBody Body(Node node)
    {
        GraphBody body = node.Attributes.Body("body");
        int states = body.Formals - FirstState;
        int outputs = body.Graph.Outputs.Count;
        return states >= 0 && body.Given == FirstState + states && outputs >= 1 + states && node.Outputs.Length < outputs
            && node.Inputs.Take(body.Given).Skip(FirstState).All(state => state is not null)
            ? body
            : throw node.Invalid(
                $"the body has {body.Formals} inputs and {outputs} outputs, the node {body.Given} inputs and {node.Outputs.Length} " +
                "outputs; expected an iteration, a condition and the states, and a condition, the states and the results");
    }

    /// <summary>Whether the body's condition stays true, whatever the data is.</summary>
    private static bool GoesOn(Node node, GraphBody body) =>
        Infer(node, body)[0] is { Constant: { Shape.ElementCount: 1 } condition }
        && condition.ReadAll() is { ElementType: ElementType.Bool } one && one.Span<bool>()[0];

    // An iteration begins only where the condition holds.
    private static Value[] Infer(Node node, GraphBody body)
    {
        var condition = new Value("condition");
        condition.SetConstant(Scalar(true));
        Value[] formals =
        [
            LoopBody.Unknown(ElementType.Int64, new SymbolicShape([])), condition,
            .. node.Inputs[FirstState..body.Given].Select(state => LoopBody.Unknown(state!.Type, state.Shape)),
        ];
        return LoopBody.InferOutputs(node, body, body.Formals - FirstState, formals, FirstState, 1);
    }

    private static MemoryConstant Scalar<T>(T value) where T : unmanaged => MemoryConstant.From<T>(Shape.Scalar, [value]);

    private static T One<T>(Node node, int input, Tensor tensor) where T : unmanaged =>
        tensor.Shape.ElementCount == 1 && tensor.ElementType == ElementTypes.Of<T>()
            ? tensor.Span<T>()[0]
            : throw node.Invalid($"{(input == 0 ? "its number of iterations" : "its condition")} is {tensor}; expected one element");
}
