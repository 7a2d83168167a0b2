namespace Fovea.Bench.Contract;

/// <summary>A plan, ready to run.</summary>
public interface IBuildPlan
{
    /// <summary>The inputs with their extents.</summary>
    IReadOnlyList<ValueInfo> Inputs { get; }

    /// <summary>The outputs with their extents.</summary>
    IReadOnlyList<ValueInfo> Outputs { get; }

    /// <summary>A run from these inputs into these outputs, to be called any number of times.</summary>
    Action Bind(IReadOnlyList<byte[]> inputs, IReadOnlyList<byte[]> outputs);
}
