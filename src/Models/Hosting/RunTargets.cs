using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Hosting;

/// <summary>The run targets of one model: requests that may run together get the same object. Thread-safe.</summary>
internal sealed class RunTargets(InferenceModel graph, ModelInputs inputs)
{
    /// <summary>The number of targets that are kept per kind; those unused for longest are discarded.</summary>
    internal const int MostTargets = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _tensors = [];
    private readonly Dictionary<string, Kept> _images = [];
    private readonly Dictionary<string, Kept> _layers = [];
    private long _clock;

    /// <summary>The target for images and a set of outputs. A request of several images may be split anywhere.</summary>
    /// <param name="outputs">Value names; all outputs when null.</param>
    public PlanTarget Images(IReadOnlyList<string>? outputs)
    {
        string key = Key(outputs);
        lock (_lock)
        {
            if (_images.TryGetValue(key, out Kept? known))
                return Use(known);
        }

        // Compiled without the lock. Where two requests come here at once, both get what the first one adds.
        bool countsImages = CountsImages(outputs);
        lock (_lock)
        {
            return GetOrAdd(_images, key, () => !countsImages
                ? PlanTarget.Single(graph, inputs.Shapes!, outputs, inputs.HasBatch)
                : inputs.FixedBatch is { } batch
                    ? PlanTarget.Exact(graph, inputs.Shapes!, outputs, batch)
                    : PlanTarget.Free(graph, inputs.Shapes!, outputs, rowsAlone: 1));
        }
    }

    /// <summary>The target for images that have sizes of their own, and a set of outputs.</summary>
    /// <param name="outputs">Value names; all outputs when null.</param>
    /// <param name="tiles">How large ones are divided; null where they are not.</param>
    public SizedTarget Sized(IReadOnlyList<string>? outputs, PictureTiles? tiles) => new(
        graph, outputs, CountsImages(outputs), inputs.HasBatch, tiles,
        tiles is null
            ? inputs.Shapes![0]
            : inputs.Shapes![0].With(tiles.Output.RowAxis, tiles.Height).With(tiles.Output.RowAxis + 1, tiles.Width));

    /// <summary>The target for an image and the output of one layer.</summary>
    public PlanTarget Layer(string layer)
    {
        lock (_lock)
        {
            return GetOrAdd(_layers, layer, () => inputs.HasBatch
                ? PlanTarget.Exact(graph, inputs.Shapes!, [layer])
                : PlanTarget.Single(graph, inputs.Shapes!, [layer], hasBatch: false));
        }
    }

    /// <summary>The target for tensors and a set of outputs. Where the model's rows are not independent, a request is one run.</summary>
    /// <param name="shapes">One per input.</param>
    /// <param name="outputs">Value names; all outputs when null.</param>
    public PlanTarget Tensors(IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs)
    {
        bool free = shapes.Count > 0 && inputs.HasBatch;
        for (int i = 0; free && i < shapes.Count; i++)
            free = shapes[i].Rank > 0 && shapes[i][0] == shapes[0][0] && graph.Inputs[i].Shape.Dimensions is [{ IsKnown: false }, ..];
        string key = $"{free} {string.Join(';', shapes.Select(shape => free ? shape.With(0, 1) : shape))}>{Key(outputs)}";
        lock (_lock)
        {
            return GetOrAdd(_tensors, key, () => free
                ? PlanTarget.Free(graph, shapes, outputs, rowsAlone: 0)
                : PlanTarget.Exact(graph, shapes, outputs));
        }
    }

    // A run of one image may drop the batch axis from its outputs (Squeeze), never have had one, or have a row for each of its boxes.
    private bool CountsImages(IReadOnlyList<string>? outputs)
    {
        if (!inputs.HasBatch)
            return false;
        CompiledPlan plan = graph.Compile(inputs.Shapes!, outputs);
        return inputs.Batch != 1
            || (plan.HasKnownShapes && plan.Outputs.All(output => output.Shape is { Rank: > 0 } shape && shape[0] == 1));
    }

    /// <summary>
    /// A key for a list of names. Names come from requests and may have any characters, so each is preceded by its length.
    /// </summary>
    private static string Key(IReadOnlyList<string>? outputs) =>
        outputs is null ? "all" : string.Concat(outputs.Select(name => $"{name.Length}:{name}"));

    private PlanTarget GetOrAdd(Dictionary<string, Kept> targets, string key, Func<PlanTarget> create)
    {
        if (!targets.TryGetValue(key, out Kept? kept))
        {
            kept = new Kept(create());
            if (targets.Count == MostTargets)
                targets.Remove(targets.MinBy(target => target.Value.LastUse).Key);
            targets.Add(key, kept);
        }

        return Use(kept);
    }

    private PlanTarget Use(Kept kept)
    {
        kept.LastUse = ++_clock;
        return kept.Target;
    }

    private sealed class Kept(PlanTarget target)
    {
        public PlanTarget Target => target;

        public long LastUse { get; set; }
    }
}
