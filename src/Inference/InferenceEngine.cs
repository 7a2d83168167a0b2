using Fovea.Inference.Execution;
using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Onnx;
using Fovea.Inference.Operators;
using Fovea.Inference.Optimization;
using Fovea.Inference.Plans;
using Fovea.Kernels;
using Fovea.Kernels.Processors;

namespace Fovea.Inference;

/// <summary>
/// The inference engine: one per process. It owns the worker threads and the pooled activation memory that all models share.
/// Thread-safe.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    private volatile bool _disposed;
    private readonly Stack<PlanRun> _runs = new();
    private readonly KernelWarmUp? _warmUp;

    /// <summary>Creates an engine.</summary>
    /// <exception cref="NotSupportedException">The requested instruction set is not available on this machine, or no processor of the
    /// requested name is known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative or above 1024.</exception>
    public InferenceEngine(InferenceOptions? options = null)
    {
        Options = options ?? new InferenceOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.Threads, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Options.Threads, 1024, nameof(options));
        Kernels = KernelSet.For(Options.InstructionSet, ProcessorTable.Find(Options.Processor));
        _warmUp = KernelWarmUp.Start(Kernels);
        Workers = new WorkerPool(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        Arenas = new ArenaPool(Options.PooledArenaBytes, largePages: Kernels.Processor.LargeArenaPages);
        Plans = new PlanBudget(Options.PlanBytes);
    }

    /// <summary>The options that the engine was created with.</summary>
    public InferenceOptions Options { get; }

    /// <summary>The instruction sets that this machine runs, best first.</summary>
    public static IReadOnlyList<InstructionSet> AvailableInstructionSets => KernelSet.Available;

    /// <summary>The names that <see cref="InferenceOptions.Processor"/> may have.</summary>
    public static IReadOnlyList<string> KnownProcessors { get; } = [.. ProcessorTable.All.Select(processor => processor.Name)];

    /// <summary>The instruction set in use.</summary>
    public InstructionSet InstructionSet => Kernels.InstructionSet;

    /// <summary>
    /// The processor for which block sizes and algorithms are chosen: its name in the table, and the figures. Engines that print the same
    /// and have the same <see cref="InstructionSet"/> give the same bits, where both or neither have fused multiply-adds (128-bit vectors).
    /// </summary>
    public string Processor => Kernels.Processor.ToString();

    /// <summary>The number of threads one run may use.</summary>
    public int Threads => Workers.Threads;

    /// <summary>Bytes of idle activation memory pooled for the next runs.</summary>
    public long PooledArenaBytes => Arenas.IdleBytes;

    /// <summary>Bytes of activation memory used by the current runs.</summary>
    public long RentedArenaBytes => Arenas.RentedBytes;

    /// <summary>Bytes of the compiled plans of all models, those that are evicted and still run included.</summary>
    public long PlanBytes => Plans.UsedBytes;

    /// <summary>Called with the graph after each pass; for tests of the passes.</summary>
    internal Action<GraphPass, Graph>? AfterPass { get; set; }

    /// <summary>Finds an operator by its ONNX name: the operator table, or a test's own lookup.</summary>
    internal Func<string, Operator?> FindOperator { get; init; } = OperatorTable.Find;

    internal CompileSettings CompileSettings => new()
    {
        Kernels = Kernels,
        Threads = Threads,
        Optimize = Options.Optimize,
        Winograd = Options.Winograd,
        MaxConstantBytes = Options.MaxConstantBytes,
        MaxActivationBytes = Options.MaxActivationBytes,
        Budget = Plans,
        AfterPass = AfterPass,
    };

    internal KernelSet Kernels { get; }

    internal WorkerPool Workers { get; }

    internal ArenaPool Arenas { get; }

    internal PlanBudget Plans { get; }

    /// <summary>
    /// Loads an ONNX model from a file; external tensor data is read from the same folder only. The weights stay in the file, which the
    /// model keeps open, and are read when a plan packs them. To replace a model file, rename another one over it. If the file is
    /// overwritten in place, weights that are packed already stay in use, and a plan that needs more of them is refused with
    /// <see cref="InvalidModelException"/>.
    /// </summary>
    /// <exception cref="InvalidModelException">The file is no valid ONNX model.</exception>
    /// <exception cref="UnsupportedModelException">The model needs an operator or opset that Fovea does not have.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The engine was disposed.</exception>
    public InferenceModel Load(string path) => Load(path, null);

    /// <summary>
    /// Loads an ONNX model from a file, as the other overload does, within a budget of the caller. What is done with the model before the
    /// budget is disposed (compiling, describing) counts too.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What loading may take; null for <see cref="InferenceOptions.LoadLimits"/>.</param>
    /// <exception cref="LoadLimitException">The model would take more.</exception>
    /// <exception cref="OperationCanceledException">The budget's token was cancelled.</exception>
    /// <inheritdoc cref="Load(string)" path="/exception"/>
    public InferenceModel Load(string path, LoadBudget? budget)
    {
        ArgumentNullException.ThrowIfNull(path);
        ThrowIfDisposed();
        return Load(ModelFiles.Open(path), new ErrorContext { Model = Path.GetFileName(path), File = path }, budget);
    }

    /// <summary>Loads an ONNX model from memory; a model with external tensor data is refused.</summary>
    /// <param name="model">The bytes of the file. The model refers to them, without a copy: they must not change while it lives.</param>
    /// <param name="name">The model's name in messages.</param>
    /// <exception cref="InvalidModelException">The bytes are no valid ONNX model.</exception>
    /// <exception cref="UnsupportedModelException">The model needs an operator or opset that Fovea does not have.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public InferenceModel Load(ReadOnlyMemory<byte> model, string name) => Load(model, name, null);

    /// <summary>Loads an ONNX model from memory, as the other overload does, within a budget of the caller.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="name">The model's name in messages.</param>
    /// <param name="budget">What loading may take; null for <see cref="InferenceOptions.LoadLimits"/>.</param>
    /// <exception cref="LoadLimitException">The model would take more.</exception>
    /// <exception cref="OperationCanceledException">The budget's token was cancelled.</exception>
    /// <inheritdoc cref="Load(ReadOnlyMemory{byte}, string)" path="/exception"/>
    public InferenceModel Load(ReadOnlyMemory<byte> model, string name, LoadBudget? budget) =>
        Load(ModelFiles.Of(model), new ErrorContext { Model = name }, budget);

    /// <summary>Reads what an ONNX file says of itself, without loading it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What reading may take.</param>
    /// <exception cref="InvalidModelException">The file is no ONNX model.</exception>
    /// <exception cref="LoadLimitException">Reading would take more.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ModelFileSummary Summarize(string path, LoadBudget budget)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Summarize(ModelFiles.Open(path), new ErrorContext { Model = Path.GetFileName(path), File = path }, budget);
    }

    /// <summary>Reads what an ONNX file in memory says of itself, without loading it.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="name">The model's name in messages.</param>
    /// <param name="budget">What reading may take.</param>
    /// <inheritdoc cref="Summarize(string, LoadBudget)" path="/exception"/>
    public ModelFileSummary Summarize(ReadOnlyMemory<byte> model, string name, LoadBudget budget) =>
        Summarize(ModelFiles.Of(model), new ErrorContext { Model = name }, budget);

    /// <summary>Ends the worker threads and releases the pooled memory.</summary>
    public void Dispose()
    {
        _disposed = true;
        _warmUp?.Stop();
        Workers.Dispose();
        Arenas.Dispose();
    }

    internal InferenceModel Load(ModelFiles files, string name) => Load(files, new ErrorContext { Model = name });

    private InferenceModel Load(ModelFiles files, ErrorContext context, LoadBudget? budget = null)
    {
        LoadBudget? own = null;
        try
        {
            ThrowIfDisposed();
            budget ??= own = new LoadBudget(Options.LoadLimits);
            budget.AddFile(files.Model.Length);
            return new InferenceModel(this, context, GraphImporter.Import(files, FindOperator, budget), files, budget);
        }
        catch (Exception error)
        {
            files.Dispose();
            if (context.Locate(error, "loading") is { } fault)
                throw fault;
            throw;
        }
        finally
        {
            own?.Dispose();
        }
    }

    private ModelFileSummary Summarize(ModelFiles files, ErrorContext context, LoadBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        try
        {
            ThrowIfDisposed();
            budget.AddFile(files.Model.Length);
            return FileSummary.Read(files.Model, FindOperator, budget);
        }
        catch (Exception error)
        {
            if (context.Locate(error, "reading") is { } fault)
                throw fault;
            throw;
        }
        finally
        {
            files.Dispose();
        }
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    internal PlanRun RentRun()
    {
        ThrowIfDisposed();
        _warmUp?.Stop();
        lock (_runs)
            return _runs.TryPop(out PlanRun? run) ? run : new PlanRun(ReturnRun);
    }

    private void ReturnRun(PlanRun run)
    {
        lock (_runs)
            _runs.Push(run);
    }
}
