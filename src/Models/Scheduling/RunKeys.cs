using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>The keys of one model: the same object for what may run together. Thread-safe.</summary>
internal sealed class RunKeys(InferenceModel graph, ModelTask task)
{
    /// <summary>Shapes and sets of outputs that are remembered; beyond, all are forgotten and found again.</summary>
    private const int MostKeys = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunKey> _tensors = [];
    private readonly Dictionary<string, RunKey> _maps = [];

    /// <summary>An image to all outputs; null where the model takes no image of a known size.</summary>
    public RunKey? Scores { get; } = task switch
    {
        { InputShapes: null } => null,
        { FixedBatch: { } batch } => RunKey.Exact(graph, task.InputShapes, null, batch),
        _ => RunKey.Free(graph, task.InputShapes, null, rowsAlone: 1),
    };

    /// <summary>An image to one layer.</summary>
    public RunKey Map(LayerInfo layer)
    {
        lock (_lock)
            return Remember(_maps, layer.Name, () => RunKey.Exact(graph, task.InputShapes!, [layer.Name]));
    }

    /// <summary>Tensors to the outputs that are asked for.</summary>
    public RunKey Tensors(TensorRequest request)
    {
        IReadOnlyList<Tensor> inputs = request.Inputs;
        bool free = inputs.Count > 0;
        for (int i = 0; free && i < inputs.Count; i++)
        {
            free = inputs[i].Shape.Rank > 0 && inputs[i].Shape[0] == inputs[0].Shape[0]
                && graph.Inputs[i].Shape.Dimensions is [{ IsKnown: false }, ..];
        }

        string name = $"{free} {string.Join(';', inputs.Select(t => free ? t.Shape.With(0, 1) : t.Shape))}>{(request.Outputs is null ? null : string.Join('\n', request.Outputs))}";
        Shape[] shapes = [.. inputs.Select(t => t.Shape)];
        lock (_lock)
        {
            return Remember(_tensors, name, () => free
                ? RunKey.Free(graph, shapes, request.Outputs, rowsAlone: 0)
                : RunKey.Exact(graph, shapes, request.Outputs));
        }
    }

    private static RunKey Remember(Dictionary<string, RunKey> keys, string name, Func<RunKey> create)
    {
        if (keys.TryGetValue(name, out RunKey? key))
            return key;
        if (keys.Count == MostKeys)
            keys.Clear();
        keys.Add(name, key = create());
        return key;
    }
}
