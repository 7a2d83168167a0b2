namespace Fovea.Models.Hosting;

/// <content>Loading and unloading one model while the others are served.</content>
public sealed partial class ModelRepository
{
    /// <summary>Loads every version of a model, again where it is loaded already; the old one serves until the new one is ready, and goes on when that fails.</summary>
    /// <exception cref="ServingException">There is no such model, or a version could not be loaded.</exception>
    public async Task LoadAsync(string name, CancellationToken cancellationToken)
    {
        Find(name, null);
        foreach (ModelEntry entry in Models.Where(entry => entry.Name == name).ToArray())
        {
            ModelStatus loaded = await Task.Run(() => Load(entry), cancellationToken).ConfigureAwait(false);
            if (loaded.Model is null && entry.Status.Model is not null)
                throw Failed(entry, loaded.Reason);
            Replace(entry, loaded);
            Loaded?.Invoke(entry);
            if (loaded.Model is null)
                throw Failed(entry, loaded.Reason);
        }
    }

    /// <summary>Takes every version of a model out of service; requests in flight end on it.</summary>
    /// <exception cref="ServingException">There is no such model.</exception>
    public Task UnloadAsync(string name, CancellationToken cancellationToken)
    {
        Find(name, null);
        foreach (ModelEntry entry in Models.Where(entry => entry.Name == name).ToArray())
            Replace(entry, ModelStatus.Failed("It was unloaded."));
        return Task.CompletedTask;
    }

    private static void Replace(ModelEntry entry, ModelStatus status)
    {
        ModelStatus old = entry.Status;
        entry.Status = status;
        old.Model?.Dispose();
    }

    private static ServingException Failed(ModelEntry entry, string? reason) =>
        new(ServingError.ModelFailed, $"The model '{entry.Name}' version {entry.Version} could not be loaded: {reason}");
}
