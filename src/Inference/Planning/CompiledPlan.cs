namespace Fovea.Inference;

/// <summary>
/// A model compiled for one set of input shapes and requested outputs. Immutable and shared: any number of runs may use it at the
/// same time. After warm-up a run allocates nothing on the managed heap.
/// </summary>
public sealed class CompiledPlan
{
    /// <summary>The inputs with their concrete shapes, in the model's order.</summary>
    public IReadOnlyList<PlanValue> Inputs => throw new NotImplementedException();

    /// <summary>The requested outputs with their concrete shapes, in the order requested.</summary>
    public IReadOnlyList<PlanValue> Outputs => throw new NotImplementedException();

    /// <summary>The bytes of activation memory that one run takes.</summary>
    public long ArenaBytes => throw new NotImplementedException();

    /// <summary>Runs the plan: reads <paramref name="inputs"/>, writes <paramref name="outputs"/>.</summary>
    /// <exception cref="InvalidInputException">A tensor's shape or element type is not the plan's.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; the outputs are undefined.</exception>
    public void Run(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <summary>A stable text of the plan: one line per step with its kernel, operands and arena offsets.</summary>
    public override string ToString() => throw new NotImplementedException();
}

/// <summary>An input or output of a plan.</summary>
public sealed record PlanValue(string Name, ElementType ElementType, Shape Shape);
