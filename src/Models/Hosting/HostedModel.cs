using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Graphs;
using Fovea.Models.Hosting.Statistics;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Tasks;

namespace Fovea.Models.Hosting;

/// <summary>A loaded model: its graph, its inputs, its task, and the leases on it. Thread-safe.</summary>
public sealed class HostedModel : IQueueOwner, IDisposable
{
    private readonly Dictionary<string, LayerInfo> _layers;
    private readonly Dictionary<string, string> _shortForms;
    private readonly Preprocessor? _preprocessor;
    private readonly Preprocessor? _sized;
    private readonly TaskTable _tasks;
    private readonly Lazy<NetworkGraph> _network;
    private volatile IReadOnlyDictionary<string, double> _shares = new Dictionary<string, double>();

    // The leases in use, and one more until the model is retired.
    private int _uses = 1;
    private int _retired;
    private long _arenaBytes;
    private long _planBytes;

    internal HostedModel(TaskCandidate loaded, TaskTable tasks)
    {
        Package = loaded.Package;
        Graph = loaded.Graph;
        Inputs = loaded.Inputs;
        Task = tasks.Recognize(loaded);
        CheckSizes(loaded, Task);
        TaskAdvice = Task is null ? tasks.Explain(loaded) : null;
        Layers = Inputs.Shapes is { } shapes ? Graph.DescribeLayers(shapes) : [];
        Targets = new RunTargets(Graph, Inputs);
        _tasks = tasks;
        _layers = Layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        IEnumerable<LayerInfo> byNode = Layers.Where(layer => layer.Node is { } node && Graph.FindLayer(node) == layer.Name);
        _shortForms = LayerName.ShortForms(
            Layers.Select(layer => (layer.Name, layer.Name)).Concat(byNode.Select(layer => (layer.Node!, layer.Name))));
        _network = new Lazy<NetworkGraph>(() => new NetworkGraph(Layers, [.. Graph.Inputs.Select(input => input.Name)]));
        _preprocessor = Inputs.Preprocessing is { } preprocessing ? new Preprocessor(preprocessing.Spec.InOneSize()) : null;
        _sized = Inputs.Preprocessing is { Spec: { SideMultiple: not null } spec } ? new Preprocessor(spec) : null;
    }

    /// <summary>The model's name.</summary>
    public string Name => Package.Name;

    /// <summary>The model's version.</summary>
    public string Version => Package.Version;

    /// <summary>What the model's folder says.</summary>
    public ModelPackage Package { get; }

    /// <summary>The loaded graph.</summary>
    public InferenceModel Graph { get; }

    /// <summary>What the model takes.</summary>
    public ModelInputs Inputs { get; }

    /// <summary>The model's task; null where no task recognises it.</summary>
    public TaskModel? Task { get; }

    /// <summary>What would make a task recognise the model; null where one does, or where nothing would.</summary>
    public string? TaskAdvice { get; }

    /// <summary>
    /// What was found and is not used, and what had to be assumed: by the folder's files, then by the inputs, then by the task; and the
    /// element types that are computed as float32; and how many layers depend on the data in their shapes.
    /// </summary>
    public IReadOnlyList<PackageNote> Notes =>
    [
        .. Package.Notes,
        .. Inputs.Notes,
        .. Task?.Notes ?? [],
        .. TaskAdvice is { } advice ? new[] { new PackageNote(NoteSeverity.Warning, Package.ModelFile, null, advice) } : [],
        .. Graph.WidenedTypes.Count > 0 ? new[] { Widened() } : [],
        .. Layers.Count > 0 && Layers.Count < Graph.LayerNames.Count ? new[] { DependingOnData() } : [],
    ];

    /// <summary>The statistics since the model was loaded.</summary>
    public ModelStatistics Statistics { get; } = new();

    /// <summary>The run targets, by which requests run together.</summary>
    internal RunTargets Targets { get; }

    /// <summary>What cells of the layers that were opened last are computed of.</summary>
    internal CellReadings Readings { get; } = new(TimeProvider.System);

    /// <summary>Every layer, with its shapes for one image; empty where the inputs' shapes are not known before a run.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>The layers as a graph, grouped into blocks; made when it is first asked for.</summary>
    public NetworkGraph Network => _network.Value;

    /// <summary>
    /// The share of each layer in the computing time of a prediction, by name. A layer that is merged into another has none. Empty until
    /// <see cref="MeasureShares"/> has measured it.
    /// </summary>
    public IReadOnlyDictionary<string, double> Shares => _shares;

    /// <summary>
    /// The memory that the model uses now: packed weights, objects, the plan for one image, and the activations of one run of it.
    /// </summary>
    public MemoryNeed Memory => new(Graph.ConstantBytes, _arenaBytes)
    {
        PlanBytes = _planBytes,
        ObjectBytes = Graph.ObjectBytes + ServedObjects.Bytes(Package, Graph) + Readings.Bytes,
    };

    /// <summary>Called when the model's memory is freed.</summary>
    internal Action? Freed { get; set; }

    /// <summary>Creates the input for a number of images, which the caller sets and disposes.</summary>
    /// <exception cref="ServingException">The model takes no image.</exception>
    public PreparedImages Prepare(int count)
    {
        RequireImage();
        return new PreparedImages(_preprocessor!, Inputs.Companions, count, (count + Inputs.Batch - 1) / Inputs.Batch * Inputs.Batch);
    }

    /// <summary>
    /// Creates the inputs for a number of images, each of the size of its own, which the caller sets and disposes; null where the model
    /// takes one size.
    /// </summary>
    internal PreparedPictures? PrepareSized(int count) => _sized is null ? null : new PreparedPictures(_sized, Inputs, count);

    /// <summary>Checks that the model takes one image.</summary>
    /// <exception cref="ServingException">It does not.</exception>
    public void RequireImage()
    {
        if (_preprocessor is null)
        {
            throw new ServingException(
                ServingError.NotAMap,
                $"The model '{Name}' takes {Inputs.Description}; feature maps of an image need a model with one image as its " +
                $"input.{Sentence(Inputs.Advice)}");
        }
    }

    /// <summary>The model's task.</summary>
    /// <exception cref="ServingException">No task recognises it.</exception>
    public TaskModel RequireTask() => Task ?? throw new ServingException(
        ServingError.TaskNotRecognized,
        $"The model '{Name}' is none of these: {string.Join(", ", _tasks.Recognized.Select(task => task.ModelNoun))}. " +
        $"It takes {Inputs.Description} and gives {ModelInputs.Describe(Graph.Outputs)}; " +
        $"{string.Join(", or ", _tasks.Recognized.Select(task => task.Signature))} were expected.{Sentence(Inputs.Advice ?? TaskAdvice)} " +
        "Use /featuremaps/{layer} to look at its layers, or /v2 to send tensors.");

    /// <summary>Finds a layer by its value name or by its unique node name, or by the short form of a long one.</summary>
    /// <exception cref="ServingException">There is none, and the nearest names are suggested; or its shape is not known before a run.
    /// </exception>
    public LayerInfo FindLayer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if ((Graph.FindLayer(name) ?? _shortForms.GetValueOrDefault(name)) is { } found)
        {
            return _layers.TryGetValue(found, out LayerInfo? layer) ? layer : throw new ServingException(
                ServingError.NotAMap,
                $"The shape of the layer '{ShownText.Name(found)}' of the model '{Name}' depends on the data: it is not known before a " +
                "run, and only layers of known shapes have feature maps. /v2 answers with the model's outputs, whatever their shapes are.");
        }

        IReadOnlyList<string> nearest = NearestNames.Find(
            name, Layers.Select(l => l.Name).Concat(Layers.Select(l => l.Node).OfType<string>()).Distinct(StringComparer.Ordinal));
        throw new ServingException(
            ServingError.LayerNotFound,
            $"The model '{Name}' has no layer '{ShownText.Name(name)}'.{NearestNames.Sentence(nearest)} " +
            $"GET /models/{Uri.EscapeDataString(Name)}/layers lists all {Layers.Count}.")
        { Suggestions = nearest };
    }

    /// <summary>The shape of a layer's feature map: its output for one image.</summary>
    public Shape MapShape(LayerInfo layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return MapShape(layer.Shape);
    }

    /// <summary>The shape of the feature map of a layer whose output in a run has the shape <paramref name="own"/>.</summary>
    internal Shape MapShape(Shape own)
    {
        // Without a batch axis, a layer of channels, rows and columns has the same axes as one image of a batch.
        if (!Inputs.HasBatch)
            return own.Rank == 3 ? new Shape([1, .. own]) : own;
        return Inputs.FixedBatch is { } batch && own.Rank > 0 && own[0] == batch ? own.With(0, 1) : own;
    }

    /// <summary>The index, in a run's output of a layer, of a cell of its feature map for the first image.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="cell">The indices in the map's shape behind the axis that counts images.</param>
    /// <exception cref="ArgumentException">There is no such cell.</exception>
    internal static long[] RunIndex(LayerInfo layer, IReadOnlyList<int> cell)
    {
        Shape shape = layer.Shape;
        long[] index = cell.Count == shape.Rank || shape.Rank < 2 ? [.. cell.Select(i => (long)i)] : [0, .. cell.Select(i => (long)i)];
        return index.Length == shape.Rank && !index.Where((position, axis) => position < 0 || position >= shape[axis]).Any()
            ? index
            : throw new ArgumentException($"[{string.Join(',', cell)}] is no cell of a layer of shape {shape}.", nameof(cell));
    }

    /// <summary>Retires the model: no more leases are granted, and its memory is freed when the last lease ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _retired, 1) == 0)
            Release();
    }

    /// <summary>Grants a lease; null when the model is retired.</summary>
    internal ModelLease? TryLease()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0 && Volatile.Read(ref _retired) == 0)
        {
            int found = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (found == uses)
                return new ModelLease(this);
            uses = found;
        }

        return null;
    }

    /// <summary>A lease has ended.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            Readings.Dispose();
            Graph.Dispose();
            Freed?.Invoke();
        }
    }

    /// <summary>Measures <see cref="Shares"/> with two runs on the caller's thread, if they were not measured before.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public void MeasureShares(CancellationToken cancellationToken)
    {
        if (_shares.Count > 0 || Inputs.Shapes is not { } known)
            return;
        try
        {
            _shares = Graph.LayerShares(known, cancellationToken);
        }
        catch (InferenceException)
        {
            // Without shares, the layers are described as well; the next one who asks measures again.
        }
    }

    /// <summary>Compiles the plan for one image, and runs it once.</summary>
    /// <param name="budget">What loading may take; the run is left out or cut short where it would take long.</param>
    internal void WarmUp(LoadBudget budget)
    {
        if (Inputs.Shapes is not { } shapes)
            return;
        CompiledPlan plan = Graph.Compile(shapes);
        (_arenaBytes, _planBytes) = (plan.ArenaBytes, plan.PlanBytes);
        ModelWarmUp.Run(plan, _preprocessor is null ? null : () => Prepare(1), budget);
    }

    private static void CheckSizes(TaskCandidate loaded, TaskModel? task)
    {
        if (loaded.Inputs.Preprocessing?.Spec is { IsTiled: true } spec && task?.Tiles is null)
        {
            throw new ModelPackageException(
                $"{loaded.Package.SettingsFile}: input.size is \"picture\"; the graph takes {loaded.Inputs.Description} alone, and a " +
                $"pixel of its output depends on more than a part of the picture, so that it cannot run in tiles of {spec.Width}x" +
                $"{spec.Height} either. Leave it out: pictures are then resized.");
        }
    }

    private PackageNote Widened() => new(
        NoteSeverity.Note, Package.ModelFile, null,
        $"The graph has {string.Join(" and ", Graph.WidenedTypes.Select(type => type.ToString().ToLowerInvariant()))}, which is computed " +
        "in float32; inputs and outputs keep their types.");

    private PackageNote DependingOnData() => new(
        NoteSeverity.Note, Package.ModelFile, null,
        $"The shapes of {Graph.LayerNames.Count - Layers.Count} of {Graph.LayerNames.Count} layers depend on the data. These layers have " +
        "no feature maps; multiply-adds and activations are counted without them.");

    private static string Sentence(string? advice) => advice is null ? "" : $" {advice}";
}
