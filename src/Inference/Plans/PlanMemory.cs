using Fovea.Inference.Weights;

namespace Fovea.Inference.Plans;

/// <summary>The memory that belongs to one plan: the constants that its shapes made, and its steps.</summary>
internal sealed class PlanMemory : IDisposable
{
    private readonly PlanBudget? _budget;
    private readonly ConstantStore? _constants;
    private int _retired;
    private int _disposed;

    private PlanMemory(PlanBudget? budget, ConstantStore? constants, long bytes)
    {
        _budget = budget;
        _constants = constants;
        Bytes = bytes;
    }

    // A compilation that failed, or a model that nobody disposed: the constants free themselves in the same way.
    ~PlanMemory() => Release();

    /// <summary>The bytes of all of it.</summary>
    public long Bytes { get; }

    /// <summary>The bytes of its constants.</summary>
    public long ConstantBytes => _constants?.Bytes ?? 0;

    /// <summary>Reserves the memory of a plan.</summary>
    /// <param name="budget">The budget of all plans; null if the plan is only measured.</param>
    /// <param name="constants">The constants of the plan; null if there are none.</param>
    /// <param name="objectBytes">Managed memory, as estimated by <see cref="ObjectSizes"/>.</param>
    /// <exception cref="ActivationLimitException">The plan alone takes more than all plans may.</exception>
    public static PlanMemory Reserve(PlanBudget? budget, ConstantStore? constants, long objectBytes)
    {
        long bytes = (constants?.Bytes ?? 0) + objectBytes;
        budget?.Reserve(bytes);
        return new PlanMemory(budget, constants, bytes);
    }

    /// <summary>The plan is evicted.</summary>
    public void Retire(ResidentPlan plan)
    {
        if (Interlocked.Exchange(ref _retired, 1) == 0)
            _budget?.Retire(plan, Bytes);
    }

    public void Dispose()
    {
        _constants?.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _budget?.Release(Bytes, retired: _retired != 0);
    }
}
