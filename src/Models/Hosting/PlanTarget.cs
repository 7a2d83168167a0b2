using Fovea.Inference;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting;

/// <summary>Runs rows through the plans of one model: one plan for each number of rows, compiled on first use.</summary>
internal sealed class PlanTarget : RunTarget
{
    /// <summary>Plans for up to 32 rows are kept here; those for more are left to the model's own cache.</summary>
    private const int KeptPlans = 33;

    private readonly InferenceModel _graph;
    private readonly IReadOnlyList<Shape> _shapes;
    private readonly IReadOnlyList<string>? _outputs;
    private readonly bool _exact;
    private readonly bool _single;
    private readonly CompiledPlan?[] _plans = new CompiledPlan?[KeptPlans];
    private volatile Sharing _sharing;

    private PlanTarget(
        InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, int rowsPerRun, bool exact, bool single = false)
    {
        _graph = graph;
        _shapes = shapes;
        _outputs = outputs;
        _exact = exact;
        _single = single;
        _sharing = exact ? Sharing.No : Sharing.NotResolved;
        RowsPerRun = rowsPerRun;
    }

    private enum Sharing
    {
        NotResolved,
        No,
        Yes,
    }

    public override int RowsPerRun { get; }

    private bool HasBatch { get; init; }

    public override bool IsShared => _sharing == Sharing.Yes;

    /// <summary>A target for inputs with a free first extent. Runs are shared if the model's rows are independent.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="shapes">The inputs' shapes; the first extents are ignored.</param>
    /// <param name="outputs">Value names; all outputs when null.</param>
    /// <param name="rowsAlone">
    /// The rows of a run where the model's rows are not independent; 0 where a run has all rows of the request.
    /// </param>
    public static PlanTarget Free(InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, int rowsAlone) =>
        new(graph, shapes, outputs, rowsAlone, exact: false);

    /// <summary>A target for inputs of exactly these shapes.</summary>
    public static PlanTarget Exact(InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, int rowsPerRun = 0) =>
        new(graph, shapes, outputs, rowsPerRun, exact: true);

    /// <summary>
    /// A target for a model whose run takes one image and has no axis that counts images, in the inputs or in the outputs, or whose
    /// outputs have shapes that depend on the image. The tensors of a request have a row for each image all the same: each row is a run,
    /// and becomes a row of the outputs.
    /// </summary>
    /// <param name="graph">The model.</param>
    /// <param name="shapes">The inputs' shapes.</param>
    /// <param name="outputs">Value names; all outputs when null.</param>
    /// <param name="hasBatch">Whether axis 0 of the inputs counts images, so that it may do so in outputs too.</param>
    public static PlanTarget Single(
        InferenceModel graph, IReadOnlyList<Shape> shapes, IReadOnlyList<string>? outputs, bool hasBatch) =>
        new(graph, shapes, outputs, rowsPerRun: 1, exact: true, single: true) { HasBatch = hasBatch };

    /// <summary>Whether each row is a run of its own, and the outputs get an axis 0 that counts the rows.</summary>
    public bool IsSingle => _single;

    public override bool GivesRowsApart => _single && !Plan(1).HasKnownShapes;

    public override void Resolve()
    {
        if (_sharing == Sharing.NotResolved)
            _sharing = _graph.KeepsRowsApart(ShapesFor(2), _outputs) ? Sharing.Yes : Sharing.No;
    }

    public override void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken)
    {
        CompiledPlan plan = Plan(slices.Sum(slice => slice.Rows));
        if (_single)
        {
            RunSingly(plan, slices, threads, cancellationToken);
            return;
        }

        bool isWhole = slices is [{ IsWhole: true }];
        Job job = slices[0].Job;
        if (isWhole && !plan.HasKnownShapes)
            job.Outputs = plan.Run([.. job.Inputs], threads, cancellationToken);
        else if (isWhole)
            plan.Run([.. job.Inputs], [.. job.Outputs], threads, cancellationToken);
        else
            plan.Run(
                [.. slices.Select(slice => new RunPart(slice.Job.Inputs, slice.Job.Outputs, slice.First, slice.Rows))], threads,
                cancellationToken);
    }

    /// <summary>The plan for a number of rows, compiled on first use.</summary>
    /// <exception cref="InferenceException">The model cannot be compiled for this number of rows.</exception>
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
    /// Allocates the outputs of a request with a number of rows; none where their shapes depend on the data, so that the run allocates
    /// them.
    /// </summary>
    /// <exception cref="ActivationLimitException">An output is larger than a tensor may be.</exception>
    /// <exception cref="InferenceException">The model cannot be compiled for the inputs' shapes.</exception>
    public override Tensor[] NewOutputs(int rows)
    {
        bool byRows = IsShared || RowsPerRun > 0;
        CompiledPlan plan = Plan(byRows ? Math.Max(1, RowsPerRun) : rows);
        if (!plan.HasKnownShapes)
            return [];
        if (_single)
            return [.. plan.Outputs.Select(output => NewOutput(output, new Shape([1, .. output.Shape]), rows))];
        return
        [
            .. plan.Outputs.Select(
                output => byRows ? NewOutput(output, output.Shape, rows) : new Tensor(output.ElementType, output.Shape)),
        ];
    }

    // The plan is for few rows; the request may have more rows than fit into a tensor.
    private static Tensor NewOutput(PlanValue output, Shape shape, int rows)
    {
        double bytes = (double)shape.ElementCount / shape[0] * rows * output.ElementType.SizeInBytes();
        if (bytes > Array.MaxLength)
            throw new ActivationLimitException(
                $"'{output.Name}' would take {bytes:N0} bytes for {rows} rows; a tensor may have at most {Array.MaxLength:N0}.");
        return new Tensor(output.ElementType, shape.With(0, rows));
    }

    private bool CountsImages(PlanValue output) => HasBatch && output.DeclaredShape.Dimensions is [{ Value: 1 }, ..];

    private void RunSingly(
        CompiledPlan plan, IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken)
    {
        foreach (BatchSlice slice in slices)
        {
            for (int row = slice.First; row < slice.First + slice.Rows; row++)
            {
                Tensor[] inputs = [.. slice.Job.Inputs.Select((tensor, i) => Row(tensor, row, plan.Inputs[i].Shape))];
                if (plan.HasKnownShapes)
                {
                    Tensor[] outputs = [.. slice.Job.Outputs.Select((tensor, i) => Row(tensor, row, plan.Outputs[i].Shape))];
                    plan.Run(inputs, outputs, threads, cancellationToken);
                }
                else
                {
                    Tensor[] outputs = plan.Run(inputs, threads, cancellationToken);
                    slice.Job.RowOutputs![row] = [.. outputs.Select((tensor, i) => CountsImages(plan.Outputs[i])
                        ? tensor
                        : new Tensor(tensor.ElementType, new Shape([1, .. tensor.Shape]), tensor.Bytes))];
                }
            }
        }
    }

    private static Tensor Row(Tensor rows, int row, Shape shape)
    {
        int length = checked((int)(shape.ElementCount * rows.ElementType.SizeInBytes()));
        return new Tensor(rows.ElementType, shape, rows.Bytes.Slice(row * length, length));
    }

    private Shape[] ShapesFor(int rows) => [.. _shapes.Select(shape => shape.With(0, rows))];
}
