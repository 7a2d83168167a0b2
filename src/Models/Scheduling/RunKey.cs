using Fovea.Inference;

namespace Fovea.Models.Scheduling;

/// <summary>
/// What may run together: rows of one shape through one model to one set of outputs. Requests with the same key (the same object) share
/// runs where the model keeps rows apart. Thread-safe.
/// </summary>
internal sealed class RunKey
{
    private const int NotKnown = -1;

    /// <summary>Plans for more rows are left to the model's own cache.</summary>
    private const int KeptPlans = 33;

    private readonly InferenceModel _graph;
    private readonly IReadOnlyList<Shape> _shapes;
    private readonly IReadOnlyList<string>? _outputs;
    private readonly bool _exact;
    private readonly CompiledPlan?[] _plans = new CompiledPlan?[KeptPlans];
    private volatile int _shared;

    private RunKey(InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, int rowsPerRun, bool exact) =>
        (_graph, _shapes, _outputs, RowsPerRun, _exact, _shared) = (graph, shapes, outputs, rowsPerRun, exact, exact ? 0 : NotKnown);

    /// <summary>The rows of a run that cannot be shared; 0 where the whole request is one run.</summary>
    public int RowsPerRun { get; }

    /// <summary>Whether runs may mix rows of several requests, and take any number of them. False until <see cref="Resolve"/> has found out.</summary>
    public bool IsShared => _shared == 1;

    /// <summary>Inputs whose first extent is free: shared if the model keeps rows apart.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="shapes">The inputs' shapes; the first extents are ignored.</param>
    /// <param name="outputs">Value names; all outputs when null.</param>
    /// <param name="rowsAlone">The rows of a run where the model does not keep rows apart; 0: the request as it is.</param>
    public static RunKey Free(InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, int rowsAlone) =>
        new(graph, shapes, outputs, rowsAlone, exact: false);

    /// <summary>Inputs of exactly these shapes.</summary>
    public static RunKey Exact(InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, int rowsPerRun = 0) =>
        new(graph, shapes, outputs, rowsPerRun, exact: true);

    /// <summary>Finds out whether runs may be shared; takes milliseconds the first time.</summary>
    public void Resolve()
    {
        if (_shared == NotKnown)
            _shared = _graph.KeepsRowsApart(ShapesFor(2), _outputs) ? 1 : 0;
    }

    /// <summary>The plan for so many rows, compiled on first use.</summary>
    /// <exception cref="InferenceException">The model cannot be compiled for them.</exception>
    public CompiledPlan Plan(int rows)
    {
        int slot = _exact ? 0 : rows;
        if (slot >= KeptPlans)
            return _graph.Compile(ShapesFor(rows), _outputs);
        if (Volatile.Read(ref _plans[slot]) is { } known)
            return known;
        CompiledPlan plan = _graph.Compile(_exact ? _shapes : ShapesFor(rows), _outputs);
        Volatile.Write(ref _plans[slot], plan);
        return plan;
    }

    /// <summary>
    /// Memory for the outputs of a request of so many rows; none where their shapes depend on the data, and the run makes them.
    /// </summary>
    /// <exception cref="ActivationLimitException">An output is larger than a tensor may be.</exception>
    /// <exception cref="InferenceException">The model cannot be compiled for the inputs' shapes.</exception>
    public Tensor[] NewOutputs(int rows)
    {
        bool byRows = IsShared || RowsPerRun > 0;
        CompiledPlan plan = Plan(byRows ? Math.Max(1, RowsPerRun) : rows);
        if (!plan.HasKnownShapes)
            return [];
        return [.. plan.Outputs.Select(output => byRows ? NewOutput(output, rows) : new Tensor(output.ElementType, output.Shape))];
    }

    // The plan is one of few rows; the request may bring more than a tensor holds.
    private static Tensor NewOutput(PlanValue output, int rows)
    {
        double bytes = (double)output.Shape.ElementCount / output.Shape[0] * rows * output.ElementType.SizeInBytes();
        if (bytes > Array.MaxLength)
            throw new ActivationLimitException($"'{output.Name}' would take {bytes:N0} bytes for {rows} rows; a tensor may have at most {Array.MaxLength:N0}.");
        return new Tensor(output.ElementType, output.Shape.With(0, rows));
    }

    private Shape[] ShapesFor(int rows) => [.. _shapes.Select(shape => shape.With(0, rows))];
}
