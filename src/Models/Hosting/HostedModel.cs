using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting.Statistics;
using Fovea.Models.Imaging;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting;

/// <summary>
/// A model that is loaded, warmed up and tested: from images to labelled probabilities, or to the feature maps of any layer.
/// Immutable; thread-safe.
/// </summary>
public sealed class HostedModel : IDisposable
{
    private const int WarmUpSide = 64;

    // Leases that are out, and one more until the model is retired.
    private int _uses = 1;
    private int _retired;
    private long _arenaBytes;

    private readonly Dictionary<string, LayerInfo> _layers;
    private readonly Preprocessor? _preprocessor;
    private readonly Classifier? _classifier;

    internal HostedModel(ModelPackage package, InferenceModel graph, ModelTask task, IReadOnlyList<LayerInfo> layers)
    {
        (Package, Graph, Task, Layers) = (package, graph, task, layers);
        Runs = new RunKeys(graph, task);
        _layers = layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        _preprocessor = task.Preprocessing is { } preprocessing ? new Preprocessor(preprocessing.Spec) : null;
        _classifier = task.Activation is { } activation ? new Classifier(activation, package.Labels) : null;
    }

    /// <summary>The model's name.</summary>
    public string Name => Package.Name;

    /// <summary>The model's version.</summary>
    public string Version => Package.Version;

    /// <summary>What the model's folder says.</summary>
    public ModelPackage Package { get; }

    /// <summary>The loaded graph.</summary>
    public InferenceModel Graph { get; }

    /// <summary>What the model does with an image.</summary>
    public ModelTask Task { get; }

    /// <summary>What the model has done since it was loaded.</summary>
    public ModelStatistics Statistics { get; } = new();

    /// <summary>What of the model's requests may run together.</summary>
    internal RunKeys Runs { get; }

    /// <summary>Every layer, for one image at the size that the pre-processing gives; empty where the inputs' shapes are not known before a run.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>The memory that the model takes now: packed weights, and the activations of one run of one image.</summary>
    public MemoryNeed Memory => new(Graph.ConstantBytes, _arenaBytes);

    /// <summary>Called when the model's memory is freed.</summary>
    internal Action? Freed { get; set; }

    /// <summary>Rents the input for a number of images, to be filled.</summary>
    /// <exception cref="ServingException">The model takes no image.</exception>
    public PreparedImages Prepare(int count)
    {
        RequireImage();
        int batch = Task.FixedBatch ?? 1;
        return new PreparedImages(_preprocessor!, count, (count + batch - 1) / batch * batch);
    }

    /// <summary>Makes sure that the model takes one image.</summary>
    /// <exception cref="ServingException">It does not.</exception>
    public void RequireImage()
    {
        if (_preprocessor is null)
        {
            throw new ServingException(
                ServingError.NotAMap, $"The model '{Name}' takes {Task.Inputs}; without one float image as its input there are no feature maps of an image.");
        }
    }

    /// <summary>Makes sure that the model is a classifier.</summary>
    /// <exception cref="ServingException">It is none.</exception>
    public void RequireClassifier()
    {
        if (_classifier is null)
        {
            throw new ServingException(
                ServingError.ModelNotClassifier,
                $"The model '{Name}' is no image classifier: it takes {Task.Inputs} and gives {Task.Outputs}; one image and one score vector were expected. " +
                "Use /featuremaps/{layer} to look at its layers, or /v2 to send tensors.");
        }
    }

    /// <summary>Turns one image's scores into the <paramref name="top"/> most probable classes.</summary>
    /// <exception cref="ServingException">The model is no classifier.</exception>
    /// <exception cref="InferenceException">A score is not a number.</exception>
    public IReadOnlyList<Prediction> Interpret(ReadOnlySpan<float> scores, int top)
    {
        RequireClassifier();
        return _classifier!.Classify(scores, top);
    }

    /// <summary>Finds a layer by its value name or by its unique node name.</summary>
    /// <exception cref="ServingException">There is none; the nearest names are suggested.</exception>
    public LayerInfo FindLayer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Graph.FindLayer(name) is { } found && _layers.TryGetValue(found, out LayerInfo? layer))
            return layer;
        IReadOnlyList<string> nearest = NearestNames.Find(name, Layers.Select(l => l.Name).Concat(Layers.Select(l => l.Node).OfType<string>()).Distinct());
        throw new ServingException(
            ServingError.LayerNotFound,
            $"The model '{Name}' has no layer '{name}'.{NearestNames.Sentence(nearest)} GET /models/{Uri.EscapeDataString(Name)}/layers lists all {Layers.Count}.")
        { Suggestions = nearest };
    }

    /// <summary>The shape of a layer's feature map: its output for one image.</summary>
    public Shape MapShape(LayerInfo layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Task.FixedBatch is { } batch && layer.Shape.Rank > 0 && layer.Shape[0] == batch ? layer.Shape.With(0, 1) : layer.Shape;
    }

    /// <summary>The feature map of the first image in a layer's output.</summary>
    internal FeatureMap MapOf(LayerInfo layer, Tensor output) => new(layer, FirstImage(TensorValues.ToFloat32(output), Task.FixedBatch ?? 1));

    /// <summary>Retires the model: no lease is given any more, and its memory goes when the last one ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _retired, 1) == 0)
            Release();
    }

    /// <summary>Gives the right to use the model; null when it is retired.</summary>
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
            Graph.Dispose();
            Freed?.Invoke();
        }
    }

    /// <summary>One run on a black picture, or on zeros, so that the first request finds its plan compiled and its memory in the pool.</summary>
    internal void WarmUp()
    {
        if (Task.InputShapes is not { } shapes)
            return;
        CompiledPlan plan = Graph.Compile(shapes);
        _arenaBytes = plan.ArenaBytes;
        if (_preprocessor is null)
        {
            // Zeros decide no sensible shapes: what depends on the data is compiled for the first request.
            if (plan.HasKnownShapes)
                plan.Run([.. plan.Inputs.Select(input => new Tensor(input.ElementType, input.Shape))]);
            return;
        }

        using PreparedImages images = Prepare(1);
        using var black = DecodedImage.FromPixels(WarmUpSide, WarmUpSide, new byte[WarmUpSide * WarmUpSide * 4]);
        images.Set(0, black);
        plan.Run([images.Padded]);
    }

    private static Tensor FirstImage(Tensor output, int batch)
    {
        if (batch == 1 || output.Shape.Rank == 0 || output.Shape[0] != batch)
            return output;
        Shape one = output.Shape.With(0, 1);
        return new Tensor(output.ElementType, one, output.Bytes[..checked((int)one.ElementCount * sizeof(float))]);
    }
}
