using System.Collections.Concurrent;
using Fovea.Inference;

namespace Fovea.Models.Repository;

/// <summary>
/// What a repository tells others. Events are noted under its locks and delivered outside of them by <see cref="Deliver"/>, because
/// handlers may call the repository; one at a time and in order, so that they need no locks of their own. Thread-safe.
/// </summary>
internal sealed class RepositoryEvents
{
    private readonly Lock _delivery = new();
    private readonly ConcurrentQueue<Action> _noted = new();

    /// <summary>Raised after an attempt to load has ended, and after an entry was removed.</summary>
    public event Action<ModelEntry>? Changed;

    /// <summary>Raised when the default model, which was left open at the start, is chosen.</summary>
    public event Action<DefaultModel>? DefaultChosen;

    /// <summary>Raised for each new warning: what was skipped, or why the folder cannot be read.</summary>
    public event Action<string>? Warned;

    /// <summary>Notes that an attempt to load has ended, or that an entry was removed.</summary>
    public void NoteChange(ModelEntry entry) => _noted.Enqueue(() => Changed?.Invoke(entry));

    /// <summary>Notes that the default model is chosen.</summary>
    public void NoteDefault(DefaultModel chosen) => _noted.Enqueue(() => DefaultChosen?.Invoke(chosen));

    /// <summary>Notes a new warning.</summary>
    public void NoteWarning(string warning) => _noted.Enqueue(() => Warned?.Invoke(ShownText.Message(warning)));

    /// <summary>Calls the handlers of what has been noted; the caller holds no lock.</summary>
    public void Deliver()
    {
        lock (_delivery)
        {
            while (_noted.TryDequeue(out Action? handlers))
                handlers();
        }
    }
}
