using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Optimization;
using Fovea.Inference.Plans;
using Fovea.Inference.Segments;
using Fovea.Inference.Weights;

namespace Fovea.Inference;

/// <summary>
/// A loaded model: its graph and where its weights lie, from which plans are compiled for each input shape and each set of requested
/// outputs. Immutable from outside; thread-safe.
/// </summary>
public sealed class InferenceModel : IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly Graph _graph;
    private readonly ConstantStore _constants = new();
    private readonly PlanCache<string, CompiledPlan> _plans;
    private readonly LayerIndex _layers;
    private readonly IDisposable _files;
    private int _users = 1;
    private int _disposed;

    internal InferenceModel(InferenceEngine engine, string name, Graph graph, long opset, IDisposable files)
    {
        (_engine, Name, _graph, OpsetVersion, _files) = (engine, name, graph, opset, files);
        _plans = new PlanCache<string, CompiledPlan>(engine.Options.PlansPerModel);
        Inputs = [.. graph.Inputs.Select(v => new ModelValue(v.Name, v.Type!.Value, v.Shape))];
        _layers = new LayerIndex(graph);
        ShapeInference.Run(graph, Evaluator().Evaluate);
        ParameterCount = LayerDescriber.CountParameters(graph, _layers);
        Outputs = [.. graph.Outputs.Select(o => new ModelValue(o.Name, o.Value.Type ?? ElementType.Float32, o.Value.Shape))];
    }

    /// <summary>The name of the file or the name given at loading; used in messages.</summary>
    public string Name { get; }

    /// <summary>The version of the default ONNX operator set that the model is written in.</summary>
    public long OpsetVersion { get; }

    /// <summary>The inputs that a run must be given (initialisers left out), in the model's order.</summary>
    public IReadOnlyList<ModelValue> Inputs { get; }

    /// <summary>The model's outputs, in the model's order.</summary>
    public IReadOnlyList<ModelValue> Outputs { get; }

    /// <summary>The number of trained values: elements of the floating-point constants that nodes read.</summary>
    public long ParameterCount { get; }

    /// <summary>Bytes of packed weights held in native memory, shared by all plans.</summary>
    public long ConstantBytes => _constants.Bytes;

    /// <summary>Every node output that depends on the inputs' data, in execution order.</summary>
    public IReadOnlyList<string> LayerNames => _layers.Names;

    /// <summary>
    /// The ONNX operator that computes the model's first output, looking through those that only rename or reshape (Identity, Flatten,
    /// Reshape, Squeeze, Unsqueeze, Dropout): "Softmax" says that scores are probabilities.
    /// </summary>
    public string FinalOperator => LayerDescriber.FinalOperator(_graph);

    /// <summary>The graph as loaded, one line per node; stable.</summary>
    public string GraphText => Graphs.GraphText.Write(_graph);

    /// <summary>Resolves a value name, or a unique node name, to the name of a layer; null when there is none. On conflict the value name wins.</summary>
    public string? FindLayer(string name) => _layers.Find(name);

    /// <summary>Describes every layer for the given input shapes: output shapes, windows, costs, receptive fields and fusion.</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    public IReadOnlyList<LayerInfo> DescribeLayers(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return LayerDescriber.Describe(Specialize(inputShapes), _layers, Prepare(inputShapes, outputs: null).Fused);
    }

    /// <summary>
    /// The graph that is compiled for these input shapes (in the order of <see cref="Inputs"/>) and outputs (value or node names; the model's
    /// outputs when null): after the passes, written as <see cref="GraphText"/> writes the loaded one; stable.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or an output does not exist.</exception>
    public string OptimizedGraphText(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Enter();
        try
        {
            return Graphs.GraphText.Write(Prepare(inputShapes, outputs));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// The compiled plan for these input shapes (in the order of <see cref="Inputs"/>) and outputs (value or node names; the model's
    /// outputs when null). Plans are cached.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or an output does not exist.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    public CompiledPlan Compile(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        string key = $"{string.Join(';', inputShapes)}>{(outputs is null ? string.Empty : string.Join('\n', outputs))}";
        return _plans.GetOrAdd(key, () => CompileEntered(inputShapes, outputs));
    }

    /// <summary>
    /// The memory that a plan for these input shapes and the model's outputs takes: the packed weights, and the activations of one run.
    /// Exact, and found without allocating either or reading the weights.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    public MemoryNeed Measure(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Enter();
        try
        {
            using var measuring = new ConstantStore(measureOnly: true);
            (_, PlanParts parts) = CompileParts(inputShapes, outputs: null, measuring);
            return new MemoryNeed(measuring.Bytes, parts.ArenaBytes);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Whether the rows of axis 0 may be given by different callers: every row of each output depends on that row of the inputs only, and not on
    /// how many rows there are. False also where the model does not take inputs of these shapes, or none of one row.
    /// </summary>
    /// <param name="inputShapes">The shapes of a run over several rows, in the order of <see cref="Inputs"/>; all have the same extent of axis 0, at least 2.</param>
    /// <param name="outputs">Value or node names; the model's outputs when null.</param>
    public bool KeepsRowsApart(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count == 0 || inputShapes.Any(s => s.Rank == 0 || s[0] < 2 || s[0] != inputShapes[0][0]))
            return false;
        Enter();
        try
        {
            return RowIndependence.Holds(Unfused(inputShapes, outputs), Unfused([.. inputShapes.Select(s => s.With(0, 1))], outputs));
        }
        catch (Exception e) when (e is InferenceException or OverflowException)
        {
            return false;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Releases the packed weights and the file, after the runs in flight.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Leave();
    }

    internal void Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        Interlocked.Increment(ref _users);
        if (_disposed != 0)
        {
            Leave();
            throw new ObjectDisposedException(Name);
        }
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        _constants.Dispose();
        _files.Dispose();
    }

    private NodeEvaluator Evaluator() => new(_engine.Kernels, _engine.Options.MaxConstantBytes);

    // Weights are read and packed: neither the file nor the memory may be released meanwhile.
    private CompiledPlan CompileEntered(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs)
    {
        Enter();
        try
        {
            (Graph graph, PlanParts parts) = CompileParts(inputShapes, outputs, _constants);
            PlanValue[] inputValues = [.. graph.Inputs.Select(v => new PlanValue(v.Name, v.Type!.Value, v.KnownShape))];
            PlanValue[] outputValues = [.. graph.Outputs.Zip(parts.Outputs, (o, v) => new PlanValue(o.Name, v.Type, v.Shape))];
            return new CompiledPlan(_engine, this, parts, inputValues, outputValues);
        }
        finally
        {
            Leave();
        }
    }

    private (Graph Graph, PlanParts Parts) CompileParts(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs, ConstantStore constants)
    {
        try
        {
            Graph graph = Prepare(inputShapes, outputs);
            PlanParts parts = PlanCompiler.Compile(
                graph, _engine.Kernels, constants, _engine.Threads, _engine.Options.Winograd, images => PrepareFor(images, inputShapes, outputs));
            if (parts.ArenaBytes > _engine.Options.MaxActivationBytes)
            {
                throw new InvalidInputException(
                    $"a run would take {parts.ArenaBytes:N0} bytes of activations; at most {_engine.Options.MaxActivationBytes:N0} are allowed (InferenceOptions.MaxActivationBytes).");
            }

            return (graph, parts);
        }
        catch (InferenceException error) when (!error.Message.StartsWith(Name, StringComparison.Ordinal))
        {
            string message = $"{Name}: {error.Message}";
            throw error switch
            {
                InvalidInputException => new InvalidInputException(message, error),
                UnsupportedModelException => new UnsupportedModelException(message, error),
                _ => new InvalidModelException(message, error),
            };
        }
        catch (OverflowException error)
        {
            throw new InvalidInputException($"{Name}: the sizes of a run with inputs {string.Join(", ", inputShapes)} exceed 64 bits.", error);
        }
    }

    /// <summary>The optimised graph of a plan.</summary>
    private Graph Prepare(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs)
    {
        Graph graph = Specialize(inputShapes);
        if (outputs is not null)
            Request(graph, outputs);
        graph.RemoveDead();
        PassPipeline.Run(graph, _engine.Options.Optimize, _engine.AfterPass);
        return graph;
    }

    /// <summary>The graph of a plan before it is optimised, without what is constant.</summary>
    private Graph Unfused(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs)
    {
        Graph graph = Specialize(inputShapes);
        if (outputs is not null)
            Request(graph, outputs);
        graph.RemoveDead();
        PassPipeline.Run(graph, optimize: false);
        return graph;
    }

    /// <summary>The same for another number of images; null where the model is not made for it.</summary>
    private Graph? PrepareFor(int images, IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs)
    {
        try
        {
            return Prepare([.. inputShapes.Select(s => s.With(0, images))], outputs);
        }
        catch (InferenceException)
        {
            return null;
        }
    }

    /// <summary>The graph with these input shapes, all other shapes inferred.</summary>
    private Graph Specialize(IReadOnlyList<Shape> inputShapes)
    {
        if (inputShapes.Count != Inputs.Count)
            throw new InvalidInputException($"{Name}: {inputShapes.Count} input shapes given; the model has {Inputs.Count} inputs: {string.Join(", ", Inputs.Select(i => i.Name))}.");
        for (int i = 0; i < inputShapes.Count; i++)
            CheckInput(Inputs[i], inputShapes[i]);
        Graph graph = _graph.Clone();
        for (int i = 0; i < inputShapes.Count; i++)
            graph.Inputs[i].Shape = SymbolicShape.Of(inputShapes[i]);
        ShapeInference.Run(graph, Evaluator().Evaluate);
        return graph;
    }

    private void CheckInput(ModelValue input, Shape shape)
    {
        IReadOnlyList<Dimension> declared = input.Shape.Dimensions!;
        bool fits = declared.Count == shape.Rank && shape.ElementCount > 0;
        for (int axis = 0; fits && axis < shape.Rank; axis++)
            fits = !declared[axis].IsKnown || declared[axis].Value == shape[axis];
        if (!fits)
            throw new InvalidInputException($"{Name}: the input '{input.Name}' takes {input.ElementType}{input.Shape}; found the shape {shape}.");
    }

    private void Request(Graph graph, IReadOnlyList<string> outputs)
    {
        graph.Outputs.Clear();
        foreach (string output in outputs)
        {
            string? layer = FindLayer(output) ?? (Outputs.Any(o => o.Name == output) ? output : null);
            if (layer is null)
                throw new InvalidInputException($"there is no layer '{output}'.");
            graph.Outputs.Add((layer, graph.ValueNamed(layer)));
        }
    }
}

/// <summary>What a model takes when it runs.</summary>
/// <param name="ConstantBytes">Bytes of packed weights.</param>
/// <param name="ArenaBytes">Bytes of the activations of one run.</param>
public sealed record MemoryNeed(long ConstantBytes, long ArenaBytes)
{
    /// <summary>Both together.</summary>
    public long TotalBytes => ConstantBytes + ArenaBytes;
}

/// <summary>An input or output of a model as the file declares it.</summary>
/// <param name="Name">The ONNX value name.</param>
/// <param name="ElementType">The element type.</param>
/// <param name="Shape">The declared shape; dynamic extents are symbolic.</param>
public sealed record ModelValue(string Name, ElementType ElementType, SymbolicShape Shape);
