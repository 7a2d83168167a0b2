using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Onnx;
using Fovea.Inference.Operators;
using Fovea.Inference.Plans;
using Fovea.Inference.Weights;

namespace Fovea.Inference;

/// <summary>
/// A loaded model: its graph and the location of its weights. Plans are compiled from it for each input shape and each set of requested
/// outputs. Thread-safe; nothing that a caller sees of the model changes.
/// </summary>
public sealed partial class InferenceModel : IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly Graph _graph;
    private readonly ModelCompiler _compiler;
    private readonly ConstantStore _constants = new();
    private readonly PlanCache<string, CompiledPlan> _plans;
    private readonly PlanCache<ContinuationKey, CompiledPlan> _continued;
    private readonly PlanCache<string, ObservedPlan> _observed;
    private readonly LayerIndex _layers;
    private readonly ModelFiles _files;
    private readonly LoadLimits _planLimits;
    private readonly LoadBudget _loading;
    private readonly long _graphBytes;
    private long _continuationsCompiled;
    private long _continuationsReused;
    private int _users = 1;
    private int _disposed;

    internal InferenceModel(InferenceEngine engine, ErrorContext context, ImportedModel imported, ModelFiles files, LoadBudget budget)
    {
        Graph graph = imported.Graph;
        _engine = engine;
        _loading = budget;
        _planLimits = engine.Options.LoadLimits with { MaxTime = Timeout.InfiniteTimeSpan };
        ErrorContext = context;
        _graph = graph;
        OpsetVersion = imported.Opset;
        Metadata = imported.Metadata;
        MetadataLeftOut = imported.MetadataLeftOut;
        _files = files;
        _plans = new PlanCache<string, CompiledPlan>(engine.Options.PlansPerModel, engine.Plans);
        _continued = new PlanCache<ContinuationKey, CompiledPlan>(engine.Options.PlansPerModel, engine.Plans);
        _observed = new PlanCache<string, ObservedPlan>(engine.Options.PlansPerModel, engine.Plans);
        Inputs = [.. graph.Inputs.Select(v => new ModelValue(v.Name, v.Type!.Value, v.Shape))];
        var widening = new FloatWidening(graph, budget);
        widening.Run(new NodeEvaluator(engine.Kernels, engine.Options.MaxConstantBytes, budget, isPlanSpecific: false).Evaluate);
        WidenedTypes = [.. widening.Types];
        _layers = new LayerIndex(graph, widening.Conversions);
        _compiler = new ModelCompiler(graph, _layers, engine.CompileSettings);
        ParameterCount = LayerDescriber.CountParameters(graph, _layers);
        _graphBytes = ObjectSizes.OfModel(graph);
        Outputs = [.. graph.Outputs.Select(o => new ModelValue(o.Name, o.Value.Type ?? ElementType.Float32, o.Value.Shape))];
    }

    /// <summary>The name of the file or the name given at loading; used in messages.</summary>
    public string Name => ErrorContext.Model!;

    /// <summary>The version of the default ONNX operator set that the model is written in.</summary>
    public long OpsetVersion { get; }

    /// <summary>
    /// The texts that the exporter added to the file (<c>metadata_props</c>), by key: at most 256 entries with 4 Mi characters together.
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>How many texts are not in <see cref="Metadata"/>, since they are beyond its bounds.</summary>
    public int MetadataLeftOut { get; }

    /// <summary>The inputs that a run must be given (initialisers left out), in the model's order.</summary>
    public IReadOnlyList<ModelValue> Inputs { get; private set; }

    /// <summary>The model's outputs, in the model's order.</summary>
    public IReadOnlyList<ModelValue> Outputs { get; }

    /// <summary>
    /// The element types that the model is written in and that are computed as Float32, with conversions at inputs and outputs; empty if
    /// there are none.
    /// </summary>
    public IReadOnlyList<ElementType> WidenedTypes { get; }

    /// <summary>The number of trained values: elements of the floating-point constants that nodes read, and of weights of 8-bit
    /// integers.</summary>
    public long ParameterCount { get; }

    /// <summary>Bytes of packed weights held in native memory, shared by all plans.</summary>
    public long ConstantBytes => _constants.Bytes;

    /// <summary>
    /// Bytes of managed memory that the model takes: its graph, the constants that are not left in the file, and what is noted of packed
    /// weights. Objects are estimated, elements of constants counted.
    /// </summary>
    public long ObjectBytes =>
        _graphBytes + ObjectSizes.OfPacked(_constants.Count) + (Volatile.Read(ref _shaped)?.Bytes ?? 0);

    /// <summary>
    /// Bytes that the model's compiled plans take: their steps, and constants that follow from the shapes of the inputs. They count towards
    /// <see cref="InferenceOptions.PlanBytes"/>.
    /// </summary>
    public long PlanBytes => _plans.Bytes + _continued.Bytes + _observed.Bytes;

    /// <summary>How often the rest of a graph has been compiled for shapes that depend on the data, since the model was loaded.</summary>
    public long ContinuationsCompiled => Interlocked.Read(ref _continuationsCompiled);

    /// <summary>How often such a compiled rest has been reused.</summary>
    public long ContinuationsReused => Interlocked.Read(ref _continuationsReused);

    /// <summary>Every node output that depends on the data of the inputs, in execution order.</summary>
    public IReadOnlyList<string> LayerNames => _layers.Names;

    /// <summary>The graph as loaded, one line per node; stable.</summary>
    public string GraphText => Graphs.GraphText.Write(_graph);

    /// <summary>
    /// Resolves a value name, or a unique node name, to the name of a layer; null when there is none. On conflict the value name wins.
    /// </summary>
    public string? FindLayer(string name) => _layers.Find(name);

    /// <summary>Describes every layer for the given input shapes: output shapes, windows, costs, receptive fields and fusion.</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public IReadOnlyList<LayerInfo> DescribeLayers(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return Guard("describing the layers", budget =>
        {
            IReadOnlyList<LayerInfo> layers = LayerDescriber.Describe(
                _compiler.Specialize(inputShapes, budget), _layers, _compiler.Optimized(inputShapes, outputs: null, budget));
            if (!layers.Any(layer => layer.ElementType is ElementType.UInt8 or ElementType.Int8))
                return layers;
            HashSet<string> integers = IntegerSteps(inputShapes, budget);
            return [.. layers.Select(layer => layer with { UsesIntegers = integers.Contains(layer.FusedInto ?? layer.Name) })];
        });
    }

    /// <summary>
    /// The graph that is compiled for these input shapes (in the order of <see cref="Inputs"/>) and outputs (value or node names; the
    /// model's outputs when null): after the passes, written as <see cref="GraphText"/> writes the loaded one; stable.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or an output does not exist.</exception>
    public string OptimizedGraphText(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return Guard("optimizing", budget => Graphs.GraphText.Write(_compiler.Optimized(inputShapes, outputs, budget)));
    }

    /// <summary>
    /// The compiled plan for these input shapes (in the order of <see cref="Inputs"/>) and outputs (value or node names; the model's
    /// outputs when null). Plans are cached; one that was evicted (<see cref="InferenceOptions.PlanBytes"/>) is compiled again by its next
    /// run.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or an output does not exist.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public CompiledPlan Compile(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        CompiledPlan plan = EnterPlan([.. inputShapes], outputs is null ? null : [.. outputs], out ResidentPlan entered);
        entered.Leave();
        return plan;
    }

    /// <summary>
    /// The memory that the model and a plan for these input shapes and the model's outputs take. Weights, activations and constants are
    /// exact, objects are estimated; computed without allocating any of it or reading the weights. If shapes depend on the data, only what
    /// is known before a run is counted.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public MemoryNeed Measure(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return Guard("measuring", budget =>
        {
            using var measuring = new ConstantStore(measureOnly: true);
            PlanStage stage = _compiler.Compile(inputShapes, outputs: null, measuring, budget);
            using PlanMemory plan = stage.Parts.Memory;
            return new MemoryNeed(measuring.Bytes, stage.Parts.ArenaBytes)
            {
                PlanBytes = plan.Bytes,
                ObjectBytes = _graphBytes + ObjectSizes.OfPacked(measuring.Count),
            };
        });
    }

    /// <summary>Releases the packed weights and the file once the current runs have ended.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Leave();
    }

    /// <summary>The context that errors of this model carry.</summary>
    internal ErrorContext ErrorContext { get; }

    internal void Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _engine.ThrowIfDisposed();
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
        _plans.Clear();
        _continued.Clear();
        _observed.Clear();
        _constants.Dispose();
        _files.Dispose();
    }

    /// <summary>Finds or compiles a plan, which stays in memory until the caller leaves it.</summary>
    internal CompiledPlan EnterPlan(
        Shape[] inputShapes, string[]? outputs, out ResidentPlan entered, GradientRequest? gradient = null)
    {
        Enter();
        try
        {
            return _plans.Enter(
                Key(inputShapes, outputs, gradient), () => Guard(
                    "compiling", budget => new CompiledPlan(
                        _engine, this, gradient is null
                            ? _compiler.Compile(inputShapes, outputs, _constants, budget)
                            : _compiler.CompileGradient(inputShapes, outputs ?? [], gradient, _constants, budget),
                        inputShapes, outputs, gradient), keeps: true),
                out entered);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// The plan of the graph behind a cut for these input tensors: compiled once per set of shapes and shape-deciding elements. It stays in
    /// memory until the caller leaves it.
    /// </summary>
    internal CompiledPlan EnterRest(GraphCut cut, IReadOnlyList<Tensor> found, out ResidentPlan entered)
    {
        bool compiled = false;
        Enter();
        try
        {
            CompiledPlan plan = _continued.Enter(ContinuationKey.Of(cut, found), () =>
            {
                compiled = true;
                return Guard(
                    "compiling",
                    budget => new CompiledPlan(_engine, this, _compiler.Continue(cut, found, _constants, budget), [], null), keeps: true);
            }, out entered);
            Interlocked.Increment(ref compiled ? ref _continuationsCompiled : ref _continuationsReused);
            return plan;
        }
        finally
        {
            Leave();
        }
    }

    // The values of the steps that compute with integers, up to the first cut; none if no plan can be compiled. No weights are read.
    private HashSet<string> IntegerSteps(IReadOnlyList<Shape> inputShapes, LoadBudget budget)
    {
        try
        {
            using var measuring = new ConstantStore(measureOnly: true);
            PlanParts parts = _compiler.Compile(inputShapes, outputs: null, measuring, budget).Parts;
            using PlanMemory plan = parts.Memory;
            return [.. parts.LeafSteps.Where(step => step.UsesIntegers).Select(step => step.Value).OfType<string>()];
        }
        catch (InferenceException error) when (error is not (EngineFaultException or LoadLimitException))
        {
            return [];
        }
    }

    // Names come from requests and may have any characters, so each is preceded by its length.
    private static string Key(IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, GradientRequest? gradient = null) =>
        $"{string.Join(';', shapes)}>{(outputs is null ? "all" : Key(outputs))}" +
        (gradient is null
            ? ""
            : $">{Key(gradient.Of)}>{Key(gradient.WithRespectTo)}>{gradient.Rule}>{Key(gradient.Kinds)}>{gradient.MaxBytes}");

    private static string Key(IEnumerable<string> names) => string.Concat(names.Select(name => $"{name.Length}:{name}"));

    private LoadBudget CompileBudget()
    {
        var budget = new LoadBudget(_planLimits);
        budget.AddFile(_files.Bytes);
        return budget;
    }

    // Keeps the file and the packed weights alive while the work reads them, and adds the model's name to errors. What the work takes of
    // the budget is given back unless it stays with the model.
    private T Guard<T>(string activity, Func<LoadBudget, T> work, bool keeps = false)
    {
        Enter();
        LoadBudget? own = _loading.IsOpen ? null : CompileBudget();
        LoadBudget budget = own ?? _loading;
        double before = budget.Bytes;
        try
        {
            return work(budget);
        }
        catch (Exception error)
        {
            if (ErrorContext.Locate(error, activity) is { } fault)
                throw fault;
            throw;
        }
        finally
        {
            if (!keeps)
                budget.Give(budget.Bytes - before);
            own?.Dispose();
            Leave();
        }
    }
}
