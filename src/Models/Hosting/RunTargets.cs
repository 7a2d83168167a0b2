using Fovea.Inference;
using Fovea.Models.Inputs;

namespace Fovea.Models.Hosting;

/// <summary>The run targets of one model: the same object for what may run together. Thread-safe.</summary>
internal sealed class RunTargets(InferenceModel graph, ModelInputs inputs)
{
    /// <summary>Shapes and sets of outputs that are remembered; beyond, all are forgotten and found again.</summary>
    private const int MostTargets = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlanTarget> _tensors = [];
    private readonly Dictionary<string, PlanTarget> _images = [];
    private readonly Dictionary<string, PlanTarget> _layers = [];

    /// <summary>An image to the outputs of a task; a request of several images may be cut anywhere.</summary>
    /// <param name="outputs">Value names; all outputs when null.</param>
    public PlanTarget Images(IReadOnlyList<string>? outputs)
    {
        lock (_lock)
        {
            return Remember(_images, Name(outputs), () => inputs.FixedBatch is { } batch
                ? PlanTarget.Exact(graph, inputs.Shapes!, outputs, batch)
                : PlanTarget.Free(graph, inputs.Shapes!, outputs, rowsAlone: 1));
        }
    }

    /// <summary>An image to one layer.</summary>
    public PlanTarget Layer(string layer)
    {
        lock (_lock)
            return Remember(_layers, layer, () => PlanTarget.Exact(graph, inputs.Shapes!, [layer]));
    }

    /// <summary>Tensors of these shapes to the outputs that are asked for; where the model does not keep rows apart, a request is one run.</summary>
    /// <param name="shapes">One per input.</param>
    /// <param name="outputs">Value names; all outputs when null.</param>
    public PlanTarget Tensors(IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs)
    {
        bool free = shapes.Count > 0;
        for (int i = 0; free && i < shapes.Count; i++)
            free = shapes[i].Rank > 0 && shapes[i][0] == shapes[0][0] && graph.Inputs[i].Shape.Dimensions is [{ IsKnown: false }, ..];
        string name = $"{free} {string.Join(';', shapes.Select(shape => free ? shape.With(0, 1) : shape))}>{Name(outputs)}";
        lock (_lock)
        {
            return Remember(_tensors, name, () => free
                ? PlanTarget.Free(graph, shapes, outputs, rowsAlone: 0)
                : PlanTarget.Exact(graph, shapes, outputs));
        }
    }

    private static string Name(IReadOnlyList<string>? outputs) => outputs is null ? "" : string.Join('\n', outputs);

    private static PlanTarget Remember(Dictionary<string, PlanTarget> targets, string name, Func<PlanTarget> create)
    {
        if (targets.TryGetValue(name, out PlanTarget? target))
            return target;
        if (targets.Count == MostTargets)
            targets.Clear();
        targets.Add(name, target = create());
        return target;
    }
}
