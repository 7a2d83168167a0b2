using System.Runtime.ExceptionServices;
using Fovea.Inference.Execution;
using Fovea.Inference.Memory;
using Fovea.Inference.Plans;
using Fovea.Inference.Steps;

namespace Fovea.Inference;

/// <summary>
/// A model compiled for one set of input shapes such that a run can show the value of any layer as soon as it is computed. A value's memory
/// is used again once it is shown and read. Thread-safe: any number of runs may use it at the same time. A plan that was
/// evicted (<see cref="InferenceOptions.PlanBytes"/>) is compiled again by its next run.
/// </summary>
/// <remarks>
/// What the plan of the model's outputs (<see cref="InferenceModel.Compile(IReadOnlyList{Shape}, IReadOnlyList{string}?)"/>) computes has
/// the bits that it has there. A layer that is fused into others there is computed beside them, of what they read, by the node as it is
/// written: behind it stands what the fused node computes, which may differ in its last digits.
/// </remarks>
public sealed class ObservedPlan : ICachedPlan
{
    private readonly InferenceEngine _engine;
    private readonly InferenceModel _model;
    private readonly Shape[] _shapes;
    private readonly PlanValue[] _inputs;
    private readonly Dictionary<string, int> _values;
    private volatile ResidentPlan _compiled;

    /// <param name="engine">The engine.</param>
    /// <param name="model">The model.</param>
    /// <param name="stage">What was compiled.</param>
    /// <param name="shapes">The inputs' shapes, for which it is compiled again.</param>
    internal ObservedPlan(InferenceEngine engine, InferenceModel model, PlanStage stage, Shape[] shapes)
    {
        _engine = engine;
        _model = model;
        _shapes = shapes;
        _inputs = stage.Inputs;
        _values = stage.Observed.Select((value, i) => (value.Value.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        Layers = [.. stage.Observed.Select(value => value.Value).Where(value => model.FindLayer(value.Name) == value.Name)];
        ArenaBytes = stage.Parts.ArenaBytes;
        PlanBytes = stage.Parts.Memory.Bytes;
        _compiled = new ResidentPlan(stage, engine.Plans);
    }

    /// <summary>The inputs with their shapes, in the model's order.</summary>
    public IReadOnlyList<PlanValue> Inputs => _inputs;

    /// <summary>
    /// The layers that can be shown, in the order in which they are computed: all whose shapes are known before a run.
    /// </summary>
    public IReadOnlyList<PlanValue> Layers { get; }

    /// <summary>The bytes of activation memory that one run takes.</summary>
    public long ArenaBytes { get; }

    /// <summary>The bytes that the plan itself takes: its steps, and the constants that follow from the shapes of its inputs.</summary>
    public long PlanBytes { get; }

    ResidentPlan ICachedPlan.Compiled => _compiled;

    /// <summary>
    /// Runs the plan up to the last of these layers, and shows the value of each as soon as it is computed. The run waits for
    /// <paramref name="show"/>, one layer after the other, on the caller's thread.
    /// </summary>
    /// <param name="inputs">One tensor per input. They are only read.</param>
    /// <param name="layers">Value or node names of layers; the order in which they are shown is that of computation.</param>
    /// <param name="show">Is shown the values. An exception ends the run and is thrown as it is.</param>
    /// <param name="maxThreads">The most threads to use, including the caller's.</param>
    /// <param name="cancellationToken">Ends the run between two steps.</param>
    /// <exception cref="InvalidInputException">A tensor's shape or element type is not the plan's; there is no such layer; or its shape
    /// depends on the data, so that it cannot be shown.</exception>
    /// <exception cref="EngineFaultException">A kernel failed; further runs are not affected.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    /// <exception cref="ObjectDisposedException">The model or the engine was disposed.</exception>
    public void Run(
        ReadOnlySpan<Tensor> inputs, IReadOnlyList<string> layers, LayerObserver show, int maxThreads = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(show);
        RunValues(inputs, [.. layers.Select(name => (name, _model.RequireLayer(name)))], show, maxThreads, cancellationToken);
    }

    /// <summary>Whether a value can be shown.</summary>
    internal bool Has(string value) => _values.ContainsKey(value);

    /// <summary>The same for values of any name.</summary>
    internal void RunValues(
        ReadOnlySpan<Tensor> inputs, IReadOnlyList<(string Name, string Value)> values, LayerObserver show, int maxThreads,
        CancellationToken cancellationToken)
    {
        PlanTensors.Check(inputs, _inputs, "input", _model.ErrorContext);
        (string Name, int Index)[] wanted = [.. values.Select(value => (value.Name, Find(value.Value))).OrderBy(pair => pair.Item2)];
        cancellationToken.ThrowIfCancellationRequested();
        _model.Enter();
        ResidentPlan? plan = null;
        Exception? thrown = null;
        try
        {
            plan = Enter();
            thrown = Run(plan.Stage, inputs, wanted, show, maxThreads, cancellationToken);
        }
        catch (Exception error)
        {
            if (_model.ErrorContext.Locate(error, "a run") is { } fault)
                throw fault;
            throw;
        }
        finally
        {
            plan?.Leave();
            _model.Leave();
        }

        if (thrown is not null)
            ExceptionDispatchInfo.Throw(thrown);
    }

    private int Find(string value) => _values.TryGetValue(value, out int index) ? index : throw new InvalidInputException(
        $"the shape of the layer '{value}' depends on the data, so that it cannot be shown during a run; ask for it as an output of Run.")
    { Context = _model.ErrorContext };

    // The returned plan has been entered.
    private ResidentPlan Enter()
    {
        ResidentPlan compiled = _compiled;
        if (compiled.TryEnter())
            return compiled;
        _model.EnterObserved(_shapes, out compiled);
        return _compiled = compiled;
    }

    // Returns the exception of the observer; null if it threw none.
    private unsafe Exception? Run(
        PlanStage stage, ReadOnlySpan<Tensor> inputs, (string Name, int Index)[] wanted, LayerObserver show, int maxThreads,
        CancellationToken cancellationToken)
    {
        ArenaPool.Arena arena = _engine.Arenas.Rent(ArenaBytes);
        try
        {
            var context = new RunContext((byte*)arena.Address, _engine.Kernels, worker: 0);
            for (int i = 0; i < inputs.Length; i++)
                inputs[i].Bytes.Span.CopyTo(new Span<byte>(context.Address(stage.Parts.Inputs[i]), inputs[i].Bytes.Length));
            Step[] steps = [.. Steps(stage, wanted, show)];
            try
            {
                Execute(steps, arena.Address, maxThreads, cancellationToken);
                return null;
            }
            catch (Exception) when (steps.OfType<ShowStep>().FirstOrDefault(step => step.Thrown is not null) is { } thrown)
            {
                return thrown.Thrown;
            }
        }
        finally
        {
            _engine.Arenas.Return(arena);
        }
    }

    // The needed steps in order, and after the last one of each value that is wanted one that shows it.
    private static IEnumerable<Step> Steps(PlanStage stage, (string Name, int Index)[] wanted, LayerObserver show)
    {
        HashSet<Step> needed = Needed(stage, wanted);
        int done = 0;
        foreach ((string name, int index) in wanted)
        {
            ObservedValue value = stage.Observed[index];
            for (; done < value.Position; done++)
            {
                if (needed.Contains(stage.Parts.Steps[done]))
                    yield return stage.Parts.Steps[done];
            }

            if (value.Step is { Writes.Count: > 0 } copy)
                yield return copy;
            yield return new ShowStep(name, value.Value.ElementType, value.Value.Shape, value.Step?.Shown, show);
        }
    }

    // The steps whose results are shown, or read by others of these.
    private static HashSet<Step> Needed(PlanStage stage, (string Name, int Index)[] wanted)
    {
        HashSet<Step> shown = [.. wanted.Select(pair => stage.Observed[pair.Index].Step).OfType<Step>()];
        var needed = new HashSet<Step>();
        var read = new HashSet<PlanBuffer>();
        foreach (Step step in stage.Parts.Steps.Reverse())
        {
            if (!shown.Contains(step))
            {
                if (step is ObservationStep || !step.Writes.Any(view => read.Contains(view.Buffer)))
                    continue;
                needed.Add(step);
            }

            read.UnionWith(step.Reads.Select(view => view.Buffer));
            read.UnionWith(step.PackedReads);
        }

        return needed;
    }

    private void Execute(Step[] steps, nint arena, int maxThreads, CancellationToken cancellationToken)
    {
        PlanRun run = _engine.RentRun();
        run.Prepare(steps, _engine.Kernels, arena, cancellationToken);
        run.StepTicks = null;
        int team = _engine.Workers.Start(run, steps.Any(step => step.IsShared) ? Math.Min(_engine.Threads, maxThreads) : 1);
        try
        {
            run.Run();
        }
        finally
        {
            _engine.Workers.End(team);
            run.Leave();
        }
    }
}
