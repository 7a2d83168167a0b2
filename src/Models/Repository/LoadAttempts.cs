using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>Tries to load models, each within a budget of its own and all within one; puts failures into words. Thread-safe.</summary>
/// <param name="engine">The engine.</param>
/// <param name="options">The tasks of models.</param>
/// <param name="memory">What all served models may take.</param>
internal sealed class LoadAttempts(InferenceEngine engine, ModelRepositoryOptions options, MemoryBudget memory)
{
    private readonly LoadMemory _loads = LoadMemoryOf(engine.Options.LoadLimits);

    /// <summary>Loads the files of an entry on the caller's thread.</summary>
    /// <returns>The entry's new state: ready, failed, or ready with the model before.</returns>
    /// <exception cref="LoadPutOffException">The load waits for memory that others hold, and is to be tried again.</exception>
    /// <exception cref="OperationCanceledException">The load was cancelled.</exception>
    public ModelStatus Load(ModelEntry entry, EntryLoad load)
    {
        (DesiredModel model, HostedModel? before) = (load.Model, load.Before);
        try
        {
            using LoadBudget budget = NewBudget(load.Cancellation.Token);
            return ModelStatus.Ready(ModelLoader.Load(engine, model.Location, options.Tasks, memory, budget));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (e is MemoryBudgetException { Needs: var needs })
                entry.Needs = needs;
            (string reason, Exception? fault) = LoadFailure.Of(e, model.Location.Root);
            return before is null
                ? ModelStatus.Failed(reason, fault)
                : ModelStatus.Ready(before, $"Its newest files could not be loaded; the previous ones still answer: {reason}", fault);
        }
    }

    /// <summary>A budget for one load, within that of all.</summary>
    public LoadBudget NewBudget(CancellationToken cancellationToken) => new(engine.Options.LoadLimits, _loads, cancellationToken);

    // All loads together may take a third more than one alone.
    private static LoadMemory LoadMemoryOf(LoadLimits limits) =>
        new(limits.MaxBytes > long.MaxValue / 2 ? long.MaxValue : limits.MaxBytes / 3 * 4);
}
