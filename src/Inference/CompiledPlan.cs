using System.Text;
using Fovea.Inference.Execution;
using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Plans;
using Fovea.Inference.Steps;

namespace Fovea.Inference;

/// <summary>
/// A model compiled for one set of input shapes and requested outputs. Thread-safe: any number of runs may use it at the same time. After
/// warm-up a run allocates nothing on the managed heap. A plan that was evicted (<see cref="InferenceOptions.PlanBytes"/>) is compiled
/// again by its next run.
/// </summary>
public sealed partial class CompiledPlan : ICachedPlan
{
    private readonly InferenceEngine _engine;
    private readonly InferenceModel _model;
    private readonly Shape[] _shapes;
    private readonly string[]? _names;
    private readonly GradientRequest? _gradient;
    private readonly PlanValue[] _inputs;
    private readonly PlanValue[] _outputs;
    private readonly PlanValue[] _requested;
    private readonly bool _hasSharedSteps;
    private volatile ResidentPlan _compiled;

    /// <param name="engine">The engine.</param>
    /// <param name="model">The model.</param>
    /// <param name="stage">What was compiled.</param>
    /// <param name="shapes">The inputs' shapes, for which it is compiled again; unused for the rest of a cut graph.</param>
    /// <param name="names">The outputs that were requested; null for all.</param>
    /// <param name="gradient">The gradients that were requested; null for none.</param>
    internal CompiledPlan(
        InferenceEngine engine, InferenceModel model, PlanStage stage, Shape[] shapes, string[]? names, GradientRequest? gradient = null)
    {
        _gradient = gradient;
        _engine = engine;
        _model = model;
        _shapes = shapes;
        _names = names;
        _inputs = stage.Inputs;
        _outputs = stage.Outputs;
        _requested = stage.Requested;
        _hasSharedSteps = stage.Parts.Steps.Any(s => s.IsShared);
        HasKnownShapes = stage.Cut is null;
        ArenaBytes = stage.Parts.ArenaBytes;
        PlanBytes = stage.Parts.Memory.Bytes;
        _compiled = new ResidentPlan(stage, engine.Plans);
    }

    /// <summary>The inputs with their concrete shapes, in the model's order.</summary>
    public IReadOnlyList<PlanValue> Inputs => _inputs;

    /// <summary>The requested outputs with their concrete shapes, in the order requested.</summary>
    public IReadOnlyList<PlanValue> Outputs => _requested;

    /// <summary>
    /// Whether the shapes of all outputs are known before a run. If they depend on the data (the graph computes a shape, pads or axes),
    /// only <see cref="Run(ReadOnlySpan{Tensor}, int, CancellationToken)"/> can run the plan: it compiles the rest of the graph for the
    /// shapes that the run computes.
    /// </summary>
    public bool HasKnownShapes { get; }

    /// <summary>
    /// The bytes of activation memory that one run takes. If shapes depend on the data, only the steps before the first such shape count.
    /// </summary>
    public long ArenaBytes { get; }

    /// <summary>The bytes that the plan itself takes: its steps, and the constants that follow from the shapes of its inputs.</summary>
    public long PlanBytes { get; }

    /// <summary>Those of <see cref="PlanBytes"/> that are constants.</summary>
    internal long PlanConstantBytes => _compiled.Stage.Parts.Memory.ConstantBytes;

    internal IReadOnlyList<Step> Steps => _compiled.Stage.Parts.Steps;

    internal IReadOnlyList<Step> LeafSteps => _compiled.Stage.Parts.LeafSteps;

    ResidentPlan ICachedPlan.Compiled => _compiled;

    /// <summary>The extent of axis 0 of the first input, the number of images in one run; 1 if there is no such axis.</summary>
    public long Rows => _inputs.Length > 0 && _inputs[0].Shape.Rank > 0 ? _inputs[0].Shape[0] : 1;

    /// <summary>Runs the plan: reads <paramref name="inputs"/>, writes <paramref name="outputs"/>.</summary>
    /// <exception cref="InvalidInputException">A tensor's shape or element type is not the plan's.</exception>
    /// <exception cref="EngineFaultException">A kernel failed; the outputs are undefined, and further runs are not affected.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the outputs are undefined.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, CancellationToken cancellationToken = default) =>
        Run(inputs, outputs, stepTicks: null, cancellationToken);

    /// <summary>The same, on at most <paramref name="maxThreads"/> threads including the caller's.</summary>
    /// <exception cref="InvalidInputException">A tensor's shape or element type is not the plan's.</exception>
    /// <exception cref="EngineFaultException">A kernel failed; the outputs are undefined, and further runs are not affected.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the outputs are undefined.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public void Run(
        ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, int maxThreads, CancellationToken cancellationToken = default)
    {
        RequireKnownShapes();
        Check(inputs, _inputs, "input");
        Check(outputs, _outputs, "output");
        Run(new TensorTransfer(inputs, outputs), stepTicks: null, maxThreads, cancellationToken);
    }

    /// <summary>Runs the plan and allocates its outputs; works also if shapes depend on the data.</summary>
    /// <returns>The outputs, in the order requested.</returns>
    /// <exception cref="InvalidInputException">A tensor's shape or element type is not the plan's, or the shapes computed from the data
    /// contradict each other.</exception>
    /// <exception cref="ActivationLimitException">The shapes computed from the data need too much memory.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public Tensor[] Run(ReadOnlySpan<Tensor> inputs, int maxThreads = int.MaxValue, CancellationToken cancellationToken = default) =>
        Run(entered: null, inputs, maxThreads, cancellationToken);

    /// <summary>
    /// Runs the plan on rows of several callers: the rows of <paramref name="parts"/>, concatenated in order, form axis 0 of the inputs,
    /// and each part receives its rows of the outputs. If the model keeps rows apart (<see cref="InferenceModel.KeepsRowsApart"/>), the
    /// result of a part does not depend on the other parts.
    /// </summary>
    /// <param name="parts">At least one; their rows together are <see cref="Rows"/>.</param>
    /// <param name="maxThreads">The most threads to use, including the caller's.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <exception cref="InvalidInputException">A tensor's type or shape does not fit, or the rows are not the plan's.</exception>
    /// <exception cref="EngineFaultException">A kernel failed; the outputs are undefined, and further runs are not affected.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the outputs are undefined.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public void Run(ReadOnlySpan<RunPart> parts, int maxThreads, CancellationToken cancellationToken = default)
    {
        RequireKnownShapes();
        RunPart.Check(parts, _inputs, _outputs, Rows, _model.ErrorContext);
        Run(new RowTransfer(parts), stepTicks: null, maxThreads, cancellationToken);
    }

    /// <summary>Runs the plan and adds to <paramref name="stepTicks"/> the stopwatch ticks that each step took.</summary>
    internal void Run(
        ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, long[]? stepTicks, CancellationToken cancellationToken = default)
    {
        RequireKnownShapes();
        Check(inputs, _inputs, "input");
        Check(outputs, _outputs, "output");
        Run(new TensorTransfer(inputs, outputs), stepTicks, int.MaxValue, cancellationToken);
    }

    /// <summary>The time of each step, in stopwatch ticks of one thread, in a run of zeros.</summary>
    internal double[] TimeSteps(ResidentPlan entered, CancellationToken cancellationToken)
    {
        Tensor[] inputs = NewTensors(_inputs);
        Tensor[] outputs = NewTensors(_outputs);
        long[] ticks = new long[entered.Stage.Parts.LeafSteps.Count];
        for (int run = 0; run < 2; run++)
        {
            Array.Clear(ticks);
            Run(new TensorTransfer(inputs, outputs), ticks, maxThreads: 1, cancellationToken, entered);
        }

        return [.. ticks.Select(tick => (double)tick)];
    }

    /// <param name="entered">The plan in memory if the caller has entered it; null to enter it for the run.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="maxThreads">The most threads to use, including the caller's.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    private Tensor[] Run(ResidentPlan? entered, ReadOnlySpan<Tensor> inputs, int maxThreads, CancellationToken cancellationToken)
    {
        Check(inputs, _inputs, "input");
        Tensor[] outputs = NewTensors(_outputs);
        GraphCut? cut = Run(new TensorTransfer(inputs, outputs), stepTicks: null, maxThreads, cancellationToken, entered);
        if (cut is null)
            return outputs;
        var found = new Dictionary<string, Tensor>();
        for (int i = 0; i < _inputs.Length; i++)
            found[_inputs[i].Name] = inputs[i];
        for (int i = 0; i < _outputs.Length; i++)
            found[_outputs[i].Name] = outputs[i];
        foreach (Node node in cut.Between)
            ComputeAtCut(node, found, maxThreads, cancellationToken);
        if (cut.Rest.Outputs.Count > 0)
        {
            Tensor[] results = RunRest(cut, [.. cut.Rest.Inputs.Select(v => found[v.Name])], maxThreads, cancellationToken);
            for (int i = 0; i < results.Length; i++)
                found[cut.Rest.Outputs[i].Name] = results[i];
        }

        return [.. Outputs.Select(o => found[o.Name])];
    }

    private void RequireKnownShapes()
    {
        if (!HasKnownShapes)
            throw new InvalidOperationException(
                $"{_model.Name}: the shapes of its outputs depend on the data, so they cannot be allocated before the run; call the " +
                "overload of Run that returns the outputs.");
    }

    // The outputs count towards the memory limit of the run.
    private Tensor[] NewTensors(PlanValue[] values)
    {
        double bytes = values.Sum(v => v.Shape.ElementCount * (double)v.ElementType.SizeInBytes());
        if (bytes > Math.Min(_engine.Options.MaxActivationBytes, Array.MaxLength))
            throw ActivationLimitException.Of(
                (long)Math.Min(bytes, long.MaxValue), Math.Min(_engine.Options.MaxActivationBytes, Array.MaxLength));
        return [.. values.Select(v => new Tensor(v.ElementType, v.Shape))];
    }

    // The returned plan has been entered.
    private ResidentPlan Enter()
    {
        ResidentPlan compiled = _compiled;
        if (compiled.TryEnter())
            return compiled;
        _model.EnterPlan(_shapes, _names, out compiled, _gradient);
        return _compiled = compiled;
    }

    /// <returns>The cut behind which the rest of the graph is still to be run; null if there is none.</returns>
    private GraphCut? Run<TTransfer>(
        TTransfer transfer, long[]? stepTicks, int maxThreads, CancellationToken cancellationToken, ResidentPlan? entered = null)
        where TTransfer : struct, IRunTransfer, allows ref struct
    {
        cancellationToken.ThrowIfCancellationRequested();
        _model.Enter();
        ResidentPlan? own = null;
        try
        {
            ResidentPlan plan = entered ?? (own = Enter());
            Run(plan.Stage.Parts, transfer, stepTicks, maxThreads, cancellationToken);
            return plan.Stage.Cut;
        }
        catch (Exception error)
        {
            if (_model.ErrorContext.Locate(error, "a run") is { } fault)
                throw fault;
            throw;
        }
        finally
        {
            // Steps hold only addresses: their constants are freed when the last run of an evicted plan leaves it.
            own?.Leave();
            _model.Leave();
        }
    }

    private unsafe void Run<TTransfer>(
        PlanParts parts, TTransfer transfer, long[]? stepTicks, int maxThreads, CancellationToken cancellationToken)
        where TTransfer : struct, IRunTransfer, allows ref struct
    {
        ArenaPool.Arena arena = _engine.Arenas.Rent(ArenaBytes);
        try
        {
            var context = new RunContext((byte*)arena.Address, _engine.Kernels, worker: 0);
            for (int i = 0; i < _inputs.Length; i++)
                transfer.CopyIn(i, Memory(context.Address(parts.Inputs[i]), _inputs[i]));
            PlanRun run = _engine.RentRun();
            run.Prepare(parts.Steps, _engine.Kernels, arena.Address, cancellationToken);
            run.StepTicks = stepTicks;
            int team = _engine.Workers.Start(run, _hasSharedSteps ? Math.Min(_engine.Threads, maxThreads) : 1);
            try
            {
                run.Run();
            }
            finally
            {
                _engine.Workers.End(team);
                run.Leave();
            }

            for (int i = 0; i < _outputs.Length; i++)
                transfer.CopyOut(i, Memory(context.Address(parts.Outputs[i]), _outputs[i]));
        }
        finally
        {
            _engine.Arenas.Return(arena);
        }
    }

    private static unsafe Span<byte> Memory(byte* address, PlanValue value) =>
        new(address, checked((int)(value.Shape.ElementCount * value.ElementType.SizeInBytes())));

    /// <summary>A stable text of the plan: one line per step with its kernel, operands and arena offsets.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (Step step in Steps)
        {
            Append(text, step, string.Empty);
            foreach (Step inner in (step as SegmentStep)?.Steps ?? [])
                Append(text, inner, "  ");
        }

        return text.Append("arena ").Append(ArenaBytes).Append(" bytes\n").ToString();

        static void Append(StringBuilder text, Step step, string indent)
        {
            text.Append(indent).Append(step.Name).Append(": ").Append(step.Kernel).Append(" (");
            text.AppendJoin(", ", step.Reads.Select(Describe)).Append(") -> ");
            text.AppendJoin(", ", step.Writes.Select(Describe));
            text.Append(step.IsShared ? " shared\n" : "\n");
        }
    }

    private static string Describe(View view) => view.Buffer.IsConstant
        ? $"constant{view.Shape}"
        : $"{view.Type}{view.Shape}@{view.Buffer.BatchBuffer?.Offset ?? view.Buffer.Offset}" +
            (view.Offset > 0 ? $"+{view.Offset}" : string.Empty);

    private void Check(ReadOnlySpan<Tensor> tensors, PlanValue[] values, string what) =>
        PlanTensors.Check(tensors, values, what, _model.ErrorContext);
}
