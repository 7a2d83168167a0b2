using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Plans;

/// <summary>Compiles a loaded graph into plan stages, for given input shapes and outputs.</summary>
/// <param name="graph">The graph as loaded; not changed.</param>
/// <param name="layers">The values that may be requested besides the model's outputs.</param>
/// <param name="settings">The engine's settings.</param>
internal sealed partial class ModelCompiler(Graph graph, LayerIndex layers, CompileSettings settings)
{
    // A node with its value, lists and shapes, and its step.
    private const int BytesPerNode = 2048;

    /// <summary>The graph with these input shapes, all other shapes inferred.</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    public Graph Specialize(IReadOnlyList<Shape> inputShapes, LoadBudget budget)
    {
        if (inputShapes.Count != graph.Inputs.Count)
            throw new InvalidInputException(
                $"{inputShapes.Count} input shapes given; the model has {graph.Inputs.Count} inputs: " +
                $"{string.Join(", ", graph.Inputs.Select(i => i.Name))}.");
        for (int i = 0; i < inputShapes.Count; i++)
            Check(graph.Inputs[i], inputShapes[i]);
        Graph specialized = Copy(budget);
        for (int i = 0; i < inputShapes.Count; i++)
            specialized.Inputs[i].Shape = SymbolicShape.Of(inputShapes[i]);
        Infer(specialized, budget);
        return specialized;
    }

    /// <summary>Whether the graph's shapes agree where an input has this shape, as far as they are known.</summary>
    public bool Agrees(int input, SymbolicShape shape, LoadBudget budget)
    {
        Graph trial = Copy(budget);
        trial.Inputs[input].Shape = shape;
        try
        {
            Infer(trial, budget);
            return true;
        }
        catch (InferenceException error) when (error is not (EngineFaultException or LoadLimitException))
        {
            return false;
        }
    }

    /// <summary>The specialised graph, pruned to these outputs (the model's outputs if null).</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit, or an output does not exist.</exception>
    public Graph Specialize(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs, LoadBudget budget)
    {
        Graph specialized = Specialize(inputShapes, budget);
        if (outputs is not null)
            Request(specialized, outputs);
        specialized.RemoveDead();
        return specialized;
    }

    /// <summary>The same without optimisation; nodes with constant results are removed.</summary>
    public Graph Unfused(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs, LoadBudget budget)
    {
        Graph specialized = Specialize(inputShapes, outputs, budget);
        PassPipeline.Run(specialized, optimize: false, budget);
        return specialized;
    }

    /// <summary>The optimised graph of a plan; if the graph is cut, the part before the first cut.</summary>
    public Graph Optimized(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs, LoadBudget budget)
    {
        Graph specialized = Specialize(inputShapes, outputs, budget);
        return Optimize(GraphCut.Find(specialized)?.First ?? specialized, budget);
    }

    /// <summary>The plan for these input shapes and outputs, up to the first cut.</summary>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    public PlanStage Compile(
        IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs, ConstantStore constants, LoadBudget budget)
    {
        return Compile(
            Specialize(inputShapes, outputs, budget), constants, budget, images => GraphAtBatch(images, inputShapes, outputs, budget));
    }

    /// <summary>The plan after a cut, up to the next one.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="found">The tensor of every input of the rest, in its order.</param>
    /// <param name="constants">The store of the packed weights.</param>
    /// <param name="budget">What compiling may take.</param>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    public PlanStage Continue(GraphCut cut, IReadOnlyList<Tensor> found, ConstantStore constants, LoadBudget budget)
    {
        Graph rest = cut.Rest.Clone();
        Value[] inputs = [.. rest.Inputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            (inputs[i].Type, inputs[i].Shape) = (found[i].ElementType, SymbolicShape.Of(found[i].Shape));
            if (!cut.ShapeInputs.Contains(inputs[i].Name))
                continue;
            // Copied, because the plan outlives the run and the memory may belong to the caller.
            inputs[i].Constant = new MemoryConstant(
                new Tensor(found[i].ElementType, found[i].Shape, found[i].Bytes.ToArray()), isPlanSpecific: true);
            rest.Inputs.Remove(inputs[i]);
        }

        long most = Math.Min(settings.MaxConstantBytes, settings.MaxActivationBytes);
        try
        {
            ShapeInference.Run(
                rest, new NodeEvaluator(
                    settings.Kernels, most, budget, isPlanSpecific: true, bytes => ActivationLimitException.Of(bytes, most)).Evaluate,
                budget);
        }
        catch (InvalidModelException error)
        {
            // The model compiled up to the cut, so the elements of this run are at fault.
            throw new InvalidInputException(error.Problem, error) { Context = error.Context };
        }

        rest.RemoveDead();
        return Compile(rest, constants, budget, static _ => null);
    }

    /// <summary>
    /// The plan that can show every value whose shape is known before a run: it computes what the plan of the model's outputs computes, and
    /// beside it the values that are fused away there.
    /// </summary>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    public PlanStage Observe(IReadOnlyList<Shape> inputShapes, ConstantStore constants, LoadBudget budget)
    {
        try
        {
            return Observe(inputShapes, Unpruned(inputShapes, budget), constants, budget);
        }
        catch (UnsupportedModelException)
        {
            // What no output needs may be what is not supported.
            Graph pruned = Specialize(inputShapes, outputs: null, budget);
            return Observe(inputShapes, GraphCut.Find(pruned)?.First ?? pruned, constants, budget);
        }
    }

    /// <summary>
    /// The specialised graph, as far as its shapes are known before a run, without a pass. Nodes that no output needs stay if all shapes
    /// are known.
    /// </summary>
    public Graph Unpruned(IReadOnlyList<Shape> inputShapes, LoadBudget budget)
    {
        Graph specialized = Specialize(inputShapes, budget);
        if (specialized.Nodes.Any(node => Array.Exists(node.Outputs, o => !o.Shape.IsKnown)))
            specialized.RemoveDead();
        return GraphCut.Find(specialized)?.First ?? specialized;
    }

    private PlanStage Observe(IReadOnlyList<Shape> inputShapes, Graph written, ConstantStore constants, LoadBudget budget)
    {
        (Graph graph, IReadOnlyDictionary<Value, string> names) = ObservedGraph.Of(written, Optimized(inputShapes, null, budget));
        foreach (Node node in graph.Nodes)
            Check(node.Inputs.Concat(node.Outputs), images: 1);
        var observed = new List<ObservedValue>();
        PlanParts parts = PlanCompiler.CompileObserved(graph, names, settings, constants, budget, observed);
        PlanValue[] inputs = [.. graph.Inputs.Select(v => new PlanValue(v.Name, v.Type!.Value, v.KnownShape))];
        return new PlanStage(parts, inputs, [], [], null) { Observed = observed };
    }

    private Graph Copy(LoadBudget budget)
    {
        budget.Take((double)graph.Nodes.Count * BytesPerNode, "copies of the graph");
        return graph.Clone();
    }

    private void Infer(Graph specialized, LoadBudget budget) => ShapeInference.Run(
        specialized, new NodeEvaluator(settings.Kernels, settings.MaxConstantBytes, budget, isPlanSpecific: true).Evaluate, budget);

    private PlanStage Compile(
        Graph specialized, ConstantStore constants, LoadBudget budget, Func<int, Graph?> atBatch, long maxActivationBytes = long.MaxValue)
    {
        CompileSettings bounded = settings with
        {
            MaxActivationBytes = Math.Min(maxActivationBytes, settings.MaxActivationBytes),
        };
        GraphCut? cut = GraphCut.Find(specialized);
        Graph optimized = Optimize(cut?.First ?? specialized, budget);
        CheckSizes(optimized);
        PlanParts parts = PlanCompiler.Compile(
            optimized, bounded, constants, budget, cut is null ? atBatch : static _ => null, cut?.Rest);
        PlanValue[] inputs = [.. optimized.Inputs.Select(v => new PlanValue(v.Name, v.Type!.Value, v.KnownShape))];
        PlanValue[] outputs = PlanStage.OutputsOf(optimized, parts);
        PlanValue[] requested = cut is null
            ? outputs
            : [.. specialized.Outputs.Select(o => new PlanValue(o.Name, o.Value.Type ?? ElementType.Float32, o.Value.Shape))];
        return new PlanStage(parts, inputs, outputs, requested, cut);
    }

    private Graph Optimize(Graph specialized, LoadBudget budget)
    {
        PassPipeline.Run(specialized, settings.Optimize, budget, settings.AfterPass);
        return specialized;
    }

    /// <summary>The optimised graph for another batch size; null if the model does not support it.</summary>
    private Graph? GraphAtBatch(int images, IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs, LoadBudget budget)
    {
        try
        {
            return Optimize(Specialize([.. inputShapes.Select(s => s.With(0, images))], outputs, budget), budget);
        }
        catch (InferenceException error) when (error is not (EngineFaultException or LoadLimitException))
        {
            return null;
        }
    }

    // A lower bound of the arena: the inputs and outputs of a node are alive at the same time, and so are all inputs and all outputs of the
    // graph, at least for one image: a batch may go through in segments of single images. Checked before lowering, so that a graph that is
    // too large costs no lowering and no weights.
    private void CheckSizes(Graph optimized)
    {
        long images = optimized.Inputs.Count > 0 && optimized.Inputs[0].KnownShape is { Rank: > 0 } shape ? Math.Max(1, shape[0]) : 1;
        Check(optimized.Inputs, images);
        Check(optimized.Outputs.Select(o => o.Value), images);
        foreach (Node node in optimized.Nodes)
            Check(node.Inputs.Concat(node.Outputs), images);
        // Inputs and outputs are tensors, which have a size limit of their own.
        foreach (Value value in optimized.Inputs.Concat(optimized.Outputs.Select(o => o.Value)))
        {
            if (Bytes(value) > Array.MaxLength)
                throw new ActivationLimitException(
                    $"'{value.Name}' would take {Bytes(value):N0} bytes; a tensor may have at most {Array.MaxLength:N0}.");
        }
    }

    private void Check(IEnumerable<Value?> together, long images)
    {
        double bytes = together.Distinct().Sum(v => v is { Constant: null, Shape.IsKnown: true } ? Bytes(v) : 0) / images;
        if (bytes > settings.MaxActivationBytes)
            throw ActivationLimitException.AtLeast((long)Math.Min(bytes, long.MaxValue), settings.MaxActivationBytes);
    }

    private static double Bytes(Value value) => value.KnownShape.ElementCount * (double)(value.Type ?? ElementType.Float32).SizeInBytes();

    private static void Check(Value input, Shape shape)
    {
        IReadOnlyList<Dimension> declared = input.Shape.Dimensions!;
        bool fits = declared.Count == shape.Rank;
        for (int axis = 0; fits && axis < shape.Rank; axis++)
            fits = !declared[axis].IsKnown || declared[axis].Value == shape[axis];
        if (!fits)
            throw new InvalidInputException($"the input '{input.Name}' takes {input.Type}{input.Shape}; found the shape {shape}.");
    }

    private void Request(Graph specialized, IReadOnlyList<string> outputs)
    {
        (string Name, Value Value)[] declared = [.. specialized.Outputs];
        specialized.Outputs.Clear();
        foreach (string output in outputs)
        {
            string layer = layers.Find(output)
                ?? (Array.Exists(declared, o => o.Name == output) ? output : throw NoLayer(output));
            // An output of the model has the type that the model gives it, which the layer of its name need not have.
            specialized.Outputs.Add((layer, Array.Find(declared, o => o.Name == layer).Value ?? specialized.GetOrAddValue(layer)));
        }
    }

    private InvalidInputException NoLayer(string name) =>
        new($"there is no layer '{name}'.{NearestNames.Sentence(NearestNames.Find(name, layers.Names))}");
}
