using Fovea.Inference.Graphs;
using Fovea.Inference.Segments;

namespace Fovea.Inference;

/// <summary>What the graph guarantees, found without a run.</summary>
public sealed partial class InferenceModel
{
    /// <summary>
    /// What the graph guarantees of the elements of a value for these input shapes (in the order of <see cref="Inputs"/>), whatever the
    /// data is. It shows, among others, whether scores are probabilities already.
    /// </summary>
    /// <param name="inputShapes">The inputs' shapes.</param>
    /// <param name="output">The name of an output or of a layer.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or there is no such output.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public ValueBounds BoundsOf(IReadOnlyList<Shape> inputShapes, string output)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ArgumentNullException.ThrowIfNull(output);
        return Guard("finding the bounds", budget =>
        {
            Graph specialized = _compiler.Specialize(inputShapes, [output], budget);
            var ranges = new ValueRanges(specialized);
            Value value = specialized.Outputs[0].Value;
            Interval range = ranges.Of(value);
            return new ValueBounds(range.Min, range.Max, ranges.Origin(value));
        });
    }

    /// <summary>
    /// Leaves two extents of an input open that the file declares, so that plans are compiled for other ones too, where the graph's
    /// operators allow it: convolutions do, a constant shape does not. To be called before anything is compiled or described.
    /// </summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="rowAxis">The axis of the rows; that of the columns follows it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input, or no such axis.</exception>
    /// <exception cref="InvalidOperationException">A plan has been compiled.</exception>
    public void OpenSides(int input, int rowAxis)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowAxis);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Inputs.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowAxis + 2, Inputs[input].Shape.Rank, nameof(rowAxis));
        if (PlanBytes > 0)
            throw new InvalidOperationException("The sides of an input are opened before a plan is compiled.");
        Dimension[] extents = [.. Inputs[input].Shape.Dimensions!];
        extents[rowAxis] = extents[rowAxis + 1] = Dimension.Unknown;
        var open = new SymbolicShape(extents);
        _graph.Inputs[input].Shape = open;
        Inputs = [.. Inputs.Select((value, i) => i == input ? value with { Shape = open } : value)];
    }

    /// <summary>
    /// Whether the graph's shapes agree where an input has this shape: its weights tell how many channels an input of open extents has.
    /// Open extents are taken as they are; only shapes are inferred.
    /// </summary>
    /// <param name="input">The index in <see cref="Inputs"/>.</param>
    /// <param name="shape">The shape, of which any extent may be open.</param>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public bool Accepts(int input, SymbolicShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Inputs.Count);
        return Guard("comparing shapes", budget => _compiler.Agrees(input, shape, budget));
    }

    /// <summary>
    /// Whether the rows of axis 0 may come from different callers: each row of each output depends only on the same row of the inputs, and
    /// not on the number of rows. Also false if the model does not accept these input shapes, or a single row.
    /// </summary>
    /// <param name="inputShapes">The shapes of a run over several rows, in the order of <see cref="Inputs"/>; all have the same extent of
    /// axis 0, at least 2.</param>
    /// <param name="outputs">Value or node names; the model's outputs when null.</param>
    public bool KeepsRowsApart(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count == 0 || inputShapes.Any(s => s.Rank == 0 || s[0] < 2 || s[0] != inputShapes[0][0]))
            return false;
        try
        {
            return Guard(
                "comparing rows",
                budget => RowIndependence.Holds(
                    _compiler.Unfused(inputShapes, outputs, budget),
                    _compiler.Unfused([.. inputShapes.Select(s => s.With(0, 1))], outputs, budget)));
        }
        catch (InferenceException error) when (error is not (EngineFaultException or LoadLimitException))
        {
            return false;
        }
    }
}
