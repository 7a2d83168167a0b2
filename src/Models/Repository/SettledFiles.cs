namespace Fovea.Models.Repository;

/// <summary>
/// Tells files that are still being copied from those that are complete: they are settled when nothing of them has changed for an interval.
/// Not thread-safe.
/// </summary>
internal sealed class SettledFiles(TimeSpan interval, TimeProvider time)
{
    private readonly Dictionary<string, (string Files, long Since)> _seen = [];

    /// <summary>Whether the files of a model have been seen in this state for the interval.</summary>
    /// <param name="model">The path of the model file.</param>
    /// <param name="files">What they look like now.</param>
    /// <param name="trustAge">
    /// Whether files that were last written long enough ago need not be watched for as long again. A copy that keeps the files' times
    /// deceives this, so it is for the start, where waiting costs, and not for what appears later.
    /// </param>
    public bool IsSettled(string model, FileStamps files, bool trustAge)
    {
        if (!_seen.TryGetValue(model, out (string Files, long Since) seen) || seen.Files != files.Text)
            _seen[model] = seen = (files.Text, time.GetTimestamp());
        return time.GetElapsedTime(seen.Since) >= interval || (trustAge && files.Newest <= time.GetUtcNow().UtcDateTime - interval);
    }

    /// <summary>Forgets models that are no longer there.</summary>
    public void KeepOnly(IReadOnlySet<string> models)
    {
        foreach (string gone in _seen.Keys.Where(model => !models.Contains(model)).ToArray())
            _seen.Remove(gone);
    }
}
