namespace Fovea.Models.Repository;

/// <summary>
/// Distinguishes files that are still being copied from complete ones: a model's files have settled when none has changed for an interval.
/// Not thread-safe.
/// </summary>
internal sealed class SettledFiles(TimeSpan interval, TimeProvider time)
{
    private readonly Dictionary<string, (string Files, long Since)> _seen = [];

    /// <summary>Whether the files of a model have had the same snapshot for the interval.</summary>
    /// <param name="model">The path of the model file.</param>
    /// <param name="files">Their snapshot now.</param>
    /// <param name="trustAge">
    /// Whether files that were last written before the interval count as settled at once. A copy that preserves the times of files defeats
    /// this, so it is for the start, where waiting is expensive, and not for files that appear later.
    /// </param>
    public bool IsSettled(string model, FileStamps files, bool trustAge)
    {
        if (!_seen.TryGetValue(model, out (string Files, long Since) seen) || seen.Files != files.Text)
            _seen[model] = seen = (files.Text, time.GetTimestamp());
        return time.GetElapsedTime(seen.Since) >= interval || (trustAge && files.Newest <= time.GetUtcNow().UtcDateTime - interval);
    }

    /// <summary>Forgets all models but these.</summary>
    public void KeepOnly(IReadOnlySet<string> models)
    {
        foreach (string gone in _seen.Keys.Where(model => !models.Contains(model)).ToArray())
            _seen.Remove(gone);
    }
}
