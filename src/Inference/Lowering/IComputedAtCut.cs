using Fovea.Inference.Graphs;

namespace Fovea.Inference.Lowering;

/// <summary>
/// What an operator has instead of a lowering if the shapes of its results depend on all of the data
/// (<see cref="Operator.ShapesDependOnData"/>): a run computes its nodes between two plans.
/// </summary>
internal interface IComputedAtCut
{
    /// <summary>Whether a node of constants is computed while shapes are inferred. Only a run has plans for bodies.</summary>
    bool Folds { get; }

    /// <summary>Computes a node.</summary>
    /// <param name="node">The node; less may be known of its inputs than the tensors say.</param>
    /// <param name="inputs">A tensor for each input that is not omitted; only read.</param>
    /// <param name="control">Asked whether the run was cancelled, and how much memory results may take.</param>
    /// <returns>One tensor for each output, of the inferred type.</returns>
    Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control);
}

/// <summary>What a node that is computed between two plans knows of its run.</summary>
/// <param name="MaxBytes">The most bytes that its results may take.</param>
/// <param name="ThrowIfStopped">Throws if the run was stopped. To be called often: at least once in some million elements.</param>
internal sealed record CutControl(long MaxBytes, Action ThrowIfStopped)
{
    /// <summary>Runs a body of the node on a tensor for each input of its graph. Only a run has plans for bodies.</summary>
    public Func<GraphBody, Tensor[], Tensor[]> Run { get; init; } =
        static (_, _) => throw new NotSupportedException("Only a run runs bodies.");

    /// <summary>The most iterations of a loop, which only a run computes.</summary>
    public long MaxIterations { get; init; } = long.MaxValue;

    /// <summary>To be called before each iteration of a loop.</summary>
    /// <param name="node">The loop.</param>
    /// <param name="done">How many iterations it has done.</param>
    /// <exception cref="InvalidInputException">It may do no more.</exception>
    public void BeginIteration(Node node, long done)
    {
        ThrowIfStopped();
        if (done >= MaxIterations)
        {
            throw new InvalidInputException(
                $"has more than {MaxIterations:N0} iterations, the most that are computed. MaxLoopIterations raises the limit.")
            {
                Context = node.ErrorContext,
            };
        }
    }

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ActivationLimitException">It would take more memory than allowed.</exception>
    public Tensor NewTensor(ElementType type, params ReadOnlySpan<long> extents)
    {
        var shape = new Shape(extents);
        Check((double)shape.ElementCount * type.SizeInBytes());
        return new Tensor(type, shape);
    }

    /// <summary>Checks the memory of results before it is allocated.</summary>
    /// <exception cref="ActivationLimitException">It is more than allowed.</exception>
    public void Check(double bytes)
    {
        long most = Math.Min(MaxBytes, Array.MaxLength);
        if (bytes > most)
            throw ActivationLimitException.Of((long)Math.Min(bytes, long.MaxValue), most);
    }
}
