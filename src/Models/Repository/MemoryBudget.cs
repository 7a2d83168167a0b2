using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>
/// The limit on the memory of all loaded models: packed weights, and the activations of one run of one image each. A model is counted until
/// its last lease ends, so a new version must fit beside the one that it replaces. Thread-safe.
/// </summary>
/// <param name="maxBytes">The limit; 0 for none.</param>
internal sealed class MemoryBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly HashSet<HostedModel> _models = [];

    /// <summary>Whether there is a limit.</summary>
    public bool IsBounded => maxBytes > 0;

    /// <summary>The memory of the loaded models now.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
                return _models.Sum(model => model.Memory.TotalBytes);
        }
    }

    /// <summary>Whether a model of this size fits.</summary>
    public bool Fits(long bytes) => !IsBounded || bytes <= maxBytes - UsedBytes;

    /// <summary>Checks that a model fits.</summary>
    /// <exception cref="MemoryBudgetException">It does not fit.</exception>
    public void Require(MemoryNeed need)
    {
        long used = UsedBytes;
        if (!IsBounded || need.TotalBytes <= maxBytes - used)
            return;
        throw new MemoryBudgetException(need.TotalBytes, string.Create(
            CultureInfo.InvariantCulture,
            $"It needs {need.TotalBytes} bytes ({need.ConstantBytes} of weights and {need.ArenaBytes} of activations), but " +
            $"{Math.Max(0, maxBytes - used)} are left: " +
            $"{maxBytes} are allowed (Models:MaxBytes), and loaded models take {used}. Unload a model or raise the bound."));
    }

    /// <summary>Counts a model until it is freed.</summary>
    public void Add(HostedModel model)
    {
        model.Freed = () => Remove(model);
        lock (_lock)
            _models.Add(model);
    }

    private void Remove(HostedModel model)
    {
        lock (_lock)
            _models.Remove(model);
    }
}

/// <summary>A model does not fit into the memory budget. The message gives the numbers.</summary>
internal sealed class MemoryBudgetException(long needs, string message) : Exception(message)
{
    /// <summary>The memory that the model needs, in bytes.</summary>
    public long Needs { get; } = needs;
}
