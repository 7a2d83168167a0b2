using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Scan: a graph for each position along an axis of tensors. A short one is unrolled; any other is computed by the run between two
/// plans, with a plan for the body. In opset 8 axis 0 is the batch, axis 1 is scanned, and each sequence of the batch may be shorter.
/// </summary>
internal sealed class Scan : Operator, IUnfolding, IComputedAtCut
{
    public override string Name => "Scan";

    public override int Since => 8;

    public override string Limits => "iterations up to `MaxLoopIterations`; batches and lengths of opset 8";

    public override (int Min, int Max) Inputs => (1, int.MaxValue);

    public override bool ShapesDependOnData => true;

    public bool Folds => false;

    public override bool Accepts(int input, ElementType type) => true;

    public override WindowRule Window(Node node) => WindowRule.None;

    public bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        var form = ScanForm.Of(node);
        GraphBody body = form.Body;
        if (form.IsBatched || form.Iterations(node.Inputs.Take(body.Given).Select(input => input?.Shape)).Value is not { } iterations
            || (iterations > 0 && !LoopBody.IsShort(context, body, iterations)))
            return false;
        Value[] state = node.Inputs[..form.States]!;
        List<Value>[] results = [.. Enumerable.Range(0, form.Results).Select(_ => new List<Value>())];
        for (long i = 0; i < iterations; i++)
        {
            Value[] slices = new Value[form.Scanned];
            for (int k = 0; k < slices.Length; k++)
            {
                long position = form.IsBackward(k) ? iterations - 1 - i : i;
                slices[k] = context.Add(
                    new Gather(), 13, $"{i}/slice{k}",
                    [node.Inputs[form.States + k], context.Constant($"{i}/position", MemoryConstant.From<long>(Shape.Scalar, [position]))],
                    ("axis", (long)form.InputAxis(k, node.Inputs[form.States + k]!.Shape.Rank)));
            }

            Value[] given = context.Inline(body, $"{i}", [.. state, .. slices]);
            state = given[..form.States];
            for (int k = 0; k < results.Length; k++)
                results[k].Add(given[form.States + k]);
        }

        for (int i = 0; i < form.States && i < node.Outputs.Length; i++)
            context.Set(i, state[i]);
        Value[]? one = iterations == 0 ? Infer(node, form) : null;
        for (int k = 0; k < results.Length; k++)
        {
            if (form.IsResultBackward(k))
                results[k].Reverse();
            LoopBody.Stack(context, form.States + k, results[k], one?[form.States + k] ?? results[k][0], form.ResultAxis(k));
        }

        return true;
    }

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        var form = ScanForm.Of(node);
        Dimension iterations = form.Iterations(node.Inputs.Take(form.Body.Given).Select(input => input?.Shape));
        Value[] outputs = Infer(node, form);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            ElementType type = outputs[i].Type ?? throw node.Unsupported($"the element type of its output {i} is not known");
            SymbolicShape shape = i < form.States
                ? outputs[i].Shape
                : LoopBody.Stacked(node, outputs[i].Shape, iterations, form.ResultAxis(i - form.States));
            context.Set(i, type, form.IsBatched ? ScanForm.WithBatch(shape, node.Required(form.First).Shape) : shape);
        }
    }

    public Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
    {
        var form = ScanForm.Of(node);
        Tensor[] given = [.. inputs.Take(form.Body.Given).Skip(form.First)!];
        if (!form.IsBatched)
            return Compute(node, form, given, inputs, null, control);
        long batch = given[0].Shape is { Rank: > 0 } first ? first[0] : 0;
        if (batch == 0 || given.Any(tensor => tensor.Shape.Rank == 0 || tensor.Shape[0] != batch))
        {
            throw node.Invalid(
                $"its inputs are {string.Join(", ", given.AsEnumerable())}; expected the batch, with elements, as axis 0 of all");
        }

        List<Tensor>[] all = [.. node.Outputs.Select(_ => new List<Tensor>())];
        double bytes = 0;
        for (long b = 0; b < batch; b++)
        {
            Tensor[] one = Compute(
                node, form, [.. given.Select(tensor => TensorSlices.Take(tensor, 0, b))], inputs, form.Length(node, inputs[0], b, batch),
                control);
            LoopBody.Keep(all, ref bytes, one, control);
        }

        return [.. all.Select(list => TensorSlices.Stack(node, list, 0, batch))];
    }

    // length: how many positions are scanned, the results being zeros behind; all of them if null.
    private static Tensor[] Compute(
        Node node, ScanForm form, Tensor[] given, IReadOnlyList<Tensor?> inputs, long? length, CutControl control)
    {
        long extent = form.Iterations(given.Select(tensor => SymbolicShape.Of(tensor.Shape)), given: true).Value!.Value;
        long iterations = length ?? extent;
        if (iterations < 0 || iterations > extent)
            throw node.Invalid($"a sequence has the length {iterations}; expected 0 to {extent}");
        Tensor[] state = given[..form.States];
        List<Tensor>[] results = [.. Enumerable.Range(0, form.Results).Select(_ => new List<Tensor>())];
        double bytes = 0;
        for (long i = 0; i < iterations; i++)
        {
            control.BeginIteration(node, i);
            Tensor[] slices =
            [
                .. given.Skip(form.States).Select((tensor, k) => TensorSlices.Take(
                    tensor, form.InputAxis(k, tensor.Shape.Rank, given: true), form.IsBackward(k) ? iterations - 1 - i : i)),
            ];
            Tensor[] outputs = control.Run(form.Body, form.Body.Operands([.. state, .. slices], inputs));
            state = outputs[..form.States];
            LoopBody.Keep(results, ref bytes, outputs.AsSpan(form.States), control);
        }

        Value[]? one = Array.Exists(results, list => list.Count == 0) ? Infer(node, form) : null;
        Tensor[] stacked = new Tensor[form.Results];
        for (int k = 0; k < stacked.Length; k++)
        {
            if (form.IsResultBackward(k))
                results[k].Reverse();
            stacked[k] = results[k].Count == 0
                ? LoopBody.Empty(node, one![form.States + k], form.ResultAxis(k), extent)
                : TensorSlices.Stack(node, results[k], form.ResultAxis(k), extent);
        }

        Tensor[] computed = [.. state, .. stacked];
        return computed[..node.Outputs.Length];
    }

    private static Value[] Infer(Node node, ScanForm form)
    {
        var formals = new Value[form.States + form.Scanned];
        for (int i = 0; i < formals.Length; i++)
        {
            Value input = node.Required(form.First + i);
            SymbolicShape shape = form.IsBatched ? ScanForm.WithoutAxis(input.Shape, 0) : input.Shape;
            if (i >= form.States && shape.Dimensions is not null)
                shape = ScanForm.WithoutAxis(shape, form.InputAxis(i - form.States, shape.Rank, given: true));
            formals[i] = LoopBody.Unknown(input.Type, shape);
        }

        return LoopBody.InferOutputs(node, form.Body, form.States, formals, 0, 0);
    }
}
