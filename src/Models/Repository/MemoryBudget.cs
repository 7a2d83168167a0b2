using System.Globalization;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>
/// The limit on the memory of all loaded models: packed weights, graphs and other objects, and a plan and the activations of one run for
/// one image each. A model is counted until its last lease ends, so a new version must fit beside the one that it replaces. Thread-safe.
/// </summary>
/// <param name="maxBytes">The limit; 0 for none.</param>
internal sealed class MemoryBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly HashSet<HostedModel> _models = [];
    private long _reserved;

    /// <summary>Whether there is a limit.</summary>
    public bool IsBounded => maxBytes > 0;

    /// <summary>The memory of the loaded models now.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
                return _reserved + _models.Sum(model => model.Memory.TotalBytes);
        }
    }

    /// <summary>Whether a model of this size fits.</summary>
    public bool Fits(long bytes) => !IsBounded || bytes <= maxBytes - UsedBytes;

    /// <summary>Reserves the memory of a model while it is loaded, so that no other one takes it meanwhile.</summary>
    /// <returns>Ends the reservation.</returns>
    /// <exception cref="MemoryBudgetException">It does not fit.</exception>
    public IDisposable Reserve(MemoryNeed need)
    {
        long used;
        lock (_lock)
        {
            used = UsedBytes;
            if (!IsBounded || need.TotalBytes <= maxBytes - used)
            {
                _reserved += need.TotalBytes;
                return new Reservation(this, need.TotalBytes);
            }
        }

        throw new MemoryBudgetException(need.TotalBytes, string.Create(
            CultureInfo.InvariantCulture,
            $"It needs {need.TotalBytes} bytes ({need.ConstantBytes} of weights, {need.ArenaBytes} of activations, {need.PlanBytes} of " +
            $"its plan and {need.ObjectBytes} of its graph and descriptions), but " +
            $"{Math.Max(0, maxBytes - used)} are left: " +
            $"{maxBytes} are allowed (Models:MaxBytes), and loaded models take {used}. Unload a model or raise the bound."));
    }

    /// <summary>Counts a model until it is freed, in place of its reservation.</summary>
    public void Add(HostedModel model, IDisposable reservation)
    {
        model.Freed = () => Remove(model);
        lock (_lock)
        {
            reservation.Dispose();
            _models.Add(model);
        }
    }

    private void Remove(HostedModel model)
    {
        lock (_lock)
            _models.Remove(model);
    }

    private void End(long bytes)
    {
        lock (_lock)
            _reserved -= bytes;
    }

    private sealed class Reservation(MemoryBudget budget, long bytes) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                budget.End(bytes);
        }
    }
}

/// <summary>A model does not fit into the memory budget. The message gives the numbers.</summary>
internal sealed class MemoryBudgetException(long needs, string message) : Exception(message)
{
    /// <summary>The memory that the model needs, in bytes.</summary>
    public long Needs { get; } = needs;
}
