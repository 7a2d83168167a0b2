using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>The attributes of a Scan, checked.</summary>
internal sealed class ScanForm
{
    private readonly Node _node;
    private readonly long[] _inputAxes;
    private readonly long[] _resultAxes;
    private readonly long[] _directions;
    private readonly long[] _resultDirections;

    private ScanForm(Node node, GraphBody body, int scanned)
    {
        _node = node;
        Body = body;
        Scanned = scanned;
        IsBatched = node.Opset < 9;
        First = IsBatched ? 1 : 0;
        States = body.Formals - scanned;
        Results = body.Graph.Outputs.Count - States;
        NodeAttributes attributes = node.Attributes;
        _inputAxes = List(attributes.Ints("scan_input_axes"), scanned, "scan_input_axes");
        _directions = List(attributes.Ints(IsBatched ? "directions" : "scan_input_directions"), scanned, "directions");
        _resultAxes = List(attributes.Ints("scan_output_axes"), Math.Max(0, Results), "scan_output_axes");
        _resultDirections = List(attributes.Ints("scan_output_directions"), Math.Max(0, Results), "scan_output_directions");
    }

    /// <summary>The body.</summary>
    public GraphBody Body { get; }

    /// <summary>How many inputs are scanned.</summary>
    public int Scanned { get; }

    /// <summary>How many inputs and outputs are handed from one iteration to the next.</summary>
    public int States { get; }

    /// <summary>How many outputs have a position for each iteration.</summary>
    public int Results { get; }

    /// <summary>Whether axis 0 is the batch, as in opset 8.</summary>
    public bool IsBatched { get; }

    /// <summary>The first input of the node that is one of the body: in opset 8 the lengths come first.</summary>
    public int First { get; }

    /// <exception cref="InvalidModelException">The attributes contradict the body.</exception>
    public static ScanForm Of(Node node)
    {
        GraphBody body = node.Attributes.Body("body");
        long scanned = node.Attributes.IntOrNull("num_scan_inputs") ?? throw node.Invalid("has no num_scan_inputs");
        if (scanned < 1 || scanned > body.Formals)
            throw node.Invalid($"num_scan_inputs is {scanned}; the body has {body.Formals} inputs");
        var form = new ScanForm(node, body, (int)scanned);
        bool fits = body.Given == form.First + body.Formals && form.Results >= 0 && node.Outputs.Length <= body.Graph.Outputs.Count
            && node.Inputs.Take(body.Given).Skip(form.First).All(input => input is not null);
        return fits
            ? form
            : throw node.Invalid(
                $"the body has {body.Formals} inputs and {body.Graph.Outputs.Count} outputs, the node {body.Given} inputs and " +
                $"{node.Outputs.Length} outputs, {form.States} of them states; expected as many");
    }

    /// <summary>Whether an input is scanned from its end.</summary>
    public bool IsBackward(int scanned) => _directions[scanned] != 0;

    /// <summary>Whether a result begins with the last iteration.</summary>
    public bool IsResultBackward(int result) => _resultDirections[result] != 0;

    /// <summary>The axis along which an input is scanned; in opset 8 that of one sequence of the batch where it is given alone.</summary>
    public int InputAxis(int scanned, int rank, bool given = false) =>
        _node.Axis(IsBatched && !given ? 1 : _inputAxes[scanned], rank);

    /// <summary>The axis of a result that counts the iterations; in opset 8 that of one sequence.</summary>
    public long ResultAxis(int result) => _resultAxes[result];

    /// <summary>The number of iterations, as far as it is known.</summary>
    /// <param name="shapes">The shapes of the inputs.</param>
    /// <param name="given">Whether they are those of the body's inputs, in opset 8 of one sequence, instead of the node's.</param>
    public Dimension Iterations(IEnumerable<SymbolicShape?> shapes, bool given = false)
    {
        Dimension iterations = Dimension.Unknown;
        int k = 0;
        foreach (SymbolicShape? shape in shapes.Skip(States + (given ? 0 : First)))
        {
            int scanned = k++;
            if (shape?.Dimensions is not { } extents)
                continue;
            Dimension extent = extents[InputAxis(scanned, extents.Count, given)];
            if (iterations.IsKnown && extent.IsKnown && iterations != extent)
                throw _node.Invalid($"its inputs have {iterations} and {extent} positions to scan; expected as many");
            iterations = iterations.IsKnown ? iterations : extent;
        }

        return iterations;
    }

    /// <summary>The length of one sequence of the batch; null if all of it is scanned.</summary>
    public long? Length(Node node, Tensor? lengths, long sequence, long batch)
    {
        if (!IsBatched || lengths is null)
            return null;
        return lengths.ElementType == ElementType.Int64 && lengths.Shape.ElementCount == batch
            ? lengths.Span<long>()[(int)sequence]
            : throw node.Invalid($"the lengths of the sequences are {lengths}; expected {batch} of Int64");
    }

    /// <summary>The shape of what the sequences of a batch give together.</summary>
    public static SymbolicShape WithBatch(SymbolicShape one, SymbolicShape batched) => one.Dimensions is { } extents
        ? new SymbolicShape([batched.Dimensions is [var batch, ..] ? batch : Dimension.Unknown, .. extents])
        : one;

    /// <summary>A shape without one of its axes.</summary>
    public static SymbolicShape WithoutAxis(SymbolicShape shape, int axis) =>
        shape.Dimensions is { } extents ? new SymbolicShape([.. extents.Where((_, i) => i != axis)]) : shape;

    private long[] List(long[]? given, int count, string attribute)
    {
        if (given is not null && given.Length != count)
            throw _node.Invalid($"{attribute} has {given.Length} elements; expected {count}");
        return given ?? new long[count];
    }
}
