using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting.Statistics;
using Fovea.Models.Imaging;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

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

    /// <summary>Every layer, for one image at the size that the pre-processing gives; empty where the inputs' shapes are not known before a run.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>The memory that the model takes now: packed weights, and the activations of one run of one image.</summary>
    public MemoryNeed Memory => new(Graph.ConstantBytes, _arenaBytes);

    /// <summary>Called when the model's memory is freed.</summary>
    internal Action? Freed { get; set; }

    /// <summary>Rents the input for a number of images, to be filled and then given to <see cref="Classify"/> or <see cref="ComputeMap"/>.</summary>
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

    /// <summary>Classifies the images: one batched run where the model's batch is dynamic, else as many runs as its fixed batch needs.</summary>
    /// <returns>Per image, the <paramref name="top"/> most probable classes.</returns>
    /// <exception cref="ServingException">The model is no classifier.</exception>
    public IReadOnlyList<IReadOnlyList<Prediction>> Classify(PreparedImages images, int top, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        RequireClassifier();
        var results = new List<IReadOnlyList<Prediction>>(images.Count);
        int batch = Task.FixedBatch ?? images.Count;
        CompiledPlan plan = Graph.Compile([_preprocessor!.Spec.InputShape(batch)]);
        using var scores = new PooledTensor(ElementType.Float32, plan.Outputs[0].Shape);
        int classes = checked((int)(scores.Tensor.Shape.ElementCount / batch));
        for (int first = 0; first < images.Count; first += batch)
        {
            plan.Run([images.Slice(first, batch)], [scores.Tensor], cancellationToken);
            for (int i = 0; i < batch && first + i < images.Count; i++)
                results.Add(_classifier!.Classify(scores.Tensor.Span<float>().Slice(i * classes, classes), top));
        }

        return results;
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

    /// <summary>Computes one layer for the first image: the graph compiled with that layer as its only output.</summary>
    public FeatureMap ComputeMap(PreparedImages images, LayerInfo layer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(layer);
        int batch = Task.FixedBatch ?? 1;
        CompiledPlan plan = Graph.Compile([_preprocessor!.Spec.InputShape(batch)], [layer.Name]);
        var output = new Tensor(plan.Outputs[0].ElementType, plan.Outputs[0].Shape);
        plan.Run([images.Slice(0, batch)], [output], cancellationToken);
        return new FeatureMap(layer, FirstImage(TensorValues.ToFloat32(output), batch));
    }

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
        Tensor[] outputs = [.. plan.Outputs.Select(output => new Tensor(output.ElementType, output.Shape))];
        if (_preprocessor is null)
        {
            plan.Run([.. plan.Inputs.Select(input => new Tensor(input.ElementType, input.Shape))], outputs);
            return;
        }

        using PreparedImages images = Prepare(1);
        using var black = DecodedImage.FromPixels(WarmUpSide, WarmUpSide, new byte[WarmUpSide * WarmUpSide * 4]);
        images.Set(0, black);
        plan.Run([images.Slice(0, Task.FixedBatch ?? 1)], outputs);
    }

    private static Tensor FirstImage(Tensor output, int batch)
    {
        if (batch == 1 || output.Shape.Rank == 0 || output.Shape[0] != batch)
            return output;
        Shape one = output.Shape.With(0, 1);
        return new Tensor(output.ElementType, one, output.Bytes[..checked((int)one.ElementCount * sizeof(float))]);
    }
}
