using Fovea.Inference.Graphs;
using Fovea.Inference.Plans;

namespace Fovea.Inference;

/// <summary>Single cells of a layer's output: what they depend on, and how they are computed.</summary>
public sealed partial class InferenceModel
{
    // The graph for the shapes that were asked for last, with these shapes.
    private ShapedGraph? _shaped;

    /// <summary>
    /// The exact part of each input that one cell of a layer can depend on, for these input shapes (in the order of <see cref="Inputs"/>),
    /// through branches, strides, dilations, padding, and whatever else the graph does. What multiplies with zeros counts.
    /// </summary>
    /// <param name="inputShapes">The inputs' shapes.</param>
    /// <param name="layer">The value or node name of a layer.</param>
    /// <param name="index">The cell: a position along each axis of the layer's output.</param>
    /// <returns>The inputs that the cell depends on, in the model's order.</returns>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, there is no such layer, its shape depends on the
    /// data, or there is no such cell.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public IReadOnlyList<InputRegion> ReceptiveBoxOf(IReadOnlyList<Shape> inputShapes, string layer, IReadOnlyList<long> index)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(index);
        return BoxOf(Shaped(inputShapes), RequireLayer(layer), index);
    }

    /// <summary>Opens a layer to look at its cells, for these input shapes (in the order of <see cref="Inputs"/>).</summary>
    /// <param name="inputShapes">The inputs' shapes.</param>
    /// <param name="layer">The value or node name of the layer.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, there is no such layer, or its shape depends on
    /// the data.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public CellProbe OpenCells(IReadOnlyList<Shape> inputShapes, string layer)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ArgumentNullException.ThrowIfNull(layer);
        Graph graph = Shaped(inputShapes);
        string name = RequireLayer(layer);
        return new CellProbe(this, graph, RequireValue(graph, name), name, Observe(inputShapes));
    }

    internal IReadOnlyList<InputRegion> BoxOf(Graph graph, string layer, IReadOnlyList<long> index)
    {
        Value value = RequireValue(graph, layer);
        RequireCell(value.KnownShape, layer, index);
        return Guard("finding a receptive field", budget => ReceptiveBoxes.Find(graph, value, index, budget));
    }

    internal void RequireCell(Shape shape, string layer, IReadOnlyList<long> index)
    {
        if (index.Count != shape.Rank || index.Where((position, axis) => position < 0 || position >= shape[axis]).Any())
        {
            throw new InvalidInputException(
                $"[{string.Join(',', index)}] is no cell of the layer '{layer}' of shape {shape}; expected a position along each axis.")
            { Context = ErrorContext };
        }
    }

    /// <summary>Work that may read weights from the file.</summary>
    internal T Explain<T>(Func<T> work) => Guard("explaining a cell", _ => work());

    private Graph Shaped(IReadOnlyList<Shape> inputShapes)
    {
        string key = Key(inputShapes, outputs: null);
        if (Volatile.Read(ref _shaped) is { } known && known.Key == key)
            return known.Graph;
        Graph graph = Guard("comparing shapes", budget => _compiler.Unpruned(inputShapes, budget));
        Volatile.Write(ref _shaped, new ShapedGraph(key, graph, ObjectSizes.OfModel(graph)));
        return graph;
    }

    private Value RequireValue(Graph graph, string layer) =>
        graph.Values.TryGetValue(layer, out Value? value) && value is { Producer: not null, Shape.IsKnown: true }
            ? value
            : throw new InvalidInputException(
                $"the shape of the layer '{layer}' depends on the data, so that its cells are not known before a run.")
            { Context = ErrorContext };

    private sealed record ShapedGraph(string Key, Graph Graph, long Bytes);
}
