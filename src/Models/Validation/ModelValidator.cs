using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Repository;
using Fovea.Models.Tasks;

namespace Fovea.Models.Validation;

/// <summary>
/// The dry run of a model: everything that loading does, but the weights are not packed and nothing is kept. What fails does not end it, so
/// that all problems are found at once.
/// </summary>
public sealed class ModelValidator
{
    private static readonly int[] Batches = [1, 2, 4, 8];

    private readonly InferenceEngine _engine;
    private readonly ModelLocation _location;
    private readonly List<string> _problems = [];
    private readonly List<Exception> _faults = [];

    private ModelValidator(InferenceEngine engine, ModelLocation location) => (_engine, _location) = (engine, location);

    /// <summary>Validates a model on the caller's thread.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="location">Where the model lies.</param>
    /// <param name="tasks">The tasks for which models are recognised.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ModelValidation Validate(
        InferenceEngine engine, ModelLocation location, TaskTable tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Validate(
            engine, location, tasks, new MemoryBudget(0), () => new LoadBudget(engine.Options.LoadLimits, null, cancellationToken));
    }

    /// <summary>Validates a file that came with a request, among the loads of a repository and within their memory.</summary>
    /// <param name="repository">The models beside which it would be served.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="location">The file; it has <see cref="ModelLocation.Content"/>, which must not change before the task ends.</param>
    /// <param name="tasks">The tasks for which models are recognised.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<ModelValidation> ValidateAsync(
        ModelRepository repository, InferenceEngine engine, ModelLocation location, TaskTable tasks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return repository.DryRuns.RunAsync((memory, budget) => Validate(engine, location, tasks, memory, budget), cancellationToken);
    }

    /// <param name="engine">The engine.</param>
    /// <param name="location">Where the model lies.</param>
    /// <param name="tasks">The tasks for which models are recognised.</param>
    /// <param name="memory">The memory of all loaded models, in which it must find a place.</param>
    /// <param name="budget">Creates a budget: one for looking at the file, one for loading it.</param>
    /// <exception cref="LoadPutOffException">Other loads take the memory that this one needs.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static ModelValidation Validate(
        InferenceEngine engine, ModelLocation location, TaskTable tasks, MemoryBudget memory, Func<LoadBudget> budget)
    {
        var validator = new ModelValidator(engine, location);
        if (location.Problem is { } problem)
            return new ModelValidation { File = FileName(location), Problems = [problem] };
        ModelFileSummary? summary = validator.Summarize(budget);
        using LoadBudget load = budget();
        HostedModel? model = validator.Load(tasks, load);
        try
        {
            if (model is not null)
                validator.Check(model, memory, load);
            return new ModelValidation
            {
                File = FileName(location),
                Summary = summary,
                Model = model,
                Batches = model is null ? [] : validator.Measure(model),
                Problems = validator._problems,
                Faults = validator._faults,
            };
        }
        catch
        {
            model?.Dispose();
            throw;
        }
    }

    // Of a version of several, with its folder.
    private static string FileName(ModelLocation location) =>
        location.Folders.Count == 0 || location.Content is not null || location.Problem is not null
            ? Path.GetFileName(location.ModelPath)
            : Path.GetRelativePath(location.Folders[^1], location.ModelPath);

    // What is wrong with the file is said by loading it.
    private ModelFileSummary? Summarize(Func<LoadBudget> budget)
    {
        using LoadBudget look = budget();
        try
        {
            return _location.Content is { } bytes
                ? _engine.Summarize(bytes, Path.GetFileName(_location.ModelPath), look)
                : _engine.Summarize(_location.ModelPath, look);
        }
        catch (Exception e) when (e is InferenceException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private HostedModel? Load(TaskTable tasks, LoadBudget load)
    {
        InferenceModel? graph = Try(() => ModelLoader.Open(_engine, _location, load));
        HostedModel? model = null;
        try
        {
            // What lies beside a graph that cannot be loaded may be wrong too.
            ModelPackage? package = Try(() => ModelPackage.Load(_location, graph));
            if (graph is not null && package is not null)
                model = Try(() => new HostedModel(new TaskCandidate(package, graph, ModelInputs.Of(package, graph)), tasks));
            return model;
        }
        finally
        {
            if (model is null)
                graph?.Dispose();
        }
    }

    private void Check(HostedModel model, MemoryBudget memory, LoadBudget load)
    {
        // Each check lets the others be made.
        Try(() => memory.Reserve(ModelLoader.Need(model.Package, model.Graph, model.Inputs.Shapes, memory)))?.Dispose();
        Try(() =>
        {
            SelfTestRunner.Run(model.Graph, model.Package, load);
            return true;
        });
    }

    private List<BatchMemory> Measure(HostedModel model)
    {
        var measured = new List<BatchMemory>();
        if (model.Inputs.Shapes is not { } shapes)
            return measured;
        bool isFree = model.Graph.Inputs.Count > 0 && model.Graph.Inputs.All(input => input.Shape.Dimensions is [{ IsKnown: false }, ..]);
        foreach (int images in isFree ? Batches : [model.Inputs.Batch])
        {
            try
            {
                MemoryNeed need = model.Graph.Measure(isFree ? [.. shapes.Select(shape => shape.With(0, images))] : shapes);
                measured.Add(new BatchMemory(images, need.ArenaBytes, null));
            }
            catch (InferenceException e)
            {
                var failure = LoadFailure.Of(e, _location.Root);
                measured.Add(new BatchMemory(images, null, failure.Reason));
                if (images == model.Inputs.Batch)
                    Add(failure);
            }
        }

        return measured;
    }

    private void Add(LoadFailure failure)
    {
        _problems.Add(failure.Reason);
        if (failure.Fault is { } fault)
            _faults.Add(fault);
    }

    private T? Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Add(LoadFailure.Of(e, _location.Root));
            return default;
        }
    }
}
