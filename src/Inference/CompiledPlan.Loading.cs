using Fovea.Inference.Steps;

namespace Fovea.Inference;

/// <summary>The runs of a plan that belong to loading its model, within the budget of the load.</summary>
public sealed partial class CompiledPlan
{
    /// <summary>The most cost of a run (see <see cref="Step.Cost"/>) that warms up: one to three seconds.</summary>
    private const double MostWarmUpCost = 4e9;

    /// <summary>Runs the plan within the budget of a load, which counts the memory of the run and ends it.</summary>
    /// <inheritdoc cref="Run(ReadOnlySpan{Tensor}, int, CancellationToken)"/>
    /// <param name="inputs">One tensor per input.</param>
    /// <param name="budget">The budget.</param>
    /// <exception cref="LoadLimitException">The run would take more than the budget has left.</exception>
    /// <exception cref="OperationCanceledException">The load was cancelled, or its time is up.</exception>
    public Tensor[] Run(ReadOnlySpan<Tensor> inputs, LoadBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        budget.Take(ArenaBytes, "a run");
        try
        {
            return Run(inputs, cancellationToken: budget.Token);
        }
        finally
        {
            budget.Give(ArenaBytes);
        }
    }

    /// <summary>
    /// Runs the plan once before the first request, so that kernels are compiled and memory is there. Not done where it costs more than
    /// loading a model should: more memory than the budget has left, or seconds of computing. Cut short after <paramref name="most"/>.
    /// </summary>
    /// <param name="inputs">Creates the inputs; not called where the run would cost too much.</param>
    /// <param name="budget">The budget of the load.</param>
    /// <param name="most">The most time.</param>
    /// <returns>Whether the run was completed.</returns>
    /// <exception cref="OperationCanceledException">The load was cancelled.</exception>
    /// <exception cref="LoadLimitException">The load's time is up.</exception>
    public bool WarmUp(Func<Tensor[]> inputs, LoadBudget budget, TimeSpan most)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(budget);
        // Inputs and outputs are in the arena, and in tensors of their own.
        long bytes = ArenaBytes > long.MaxValue / 2 ? long.MaxValue : 2 * ArenaBytes;
        if (Steps.Sum(step => step.Cost) > MostWarmUpCost || !budget.TryTake(bytes))
            return false;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(budget.Token);
        end.CancelAfter(most);
        try
        {
            Run(inputs(), cancellationToken: end.Token);
            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            budget.ThrowIfOver();
            return false;
        }
        finally
        {
            budget.Give(bytes);
        }
    }
}
