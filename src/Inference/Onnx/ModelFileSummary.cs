namespace Fovea.Inference;

/// <summary>What an ONNX file says of itself, whether the engine can run it or not.</summary>
public sealed record ModelFileSummary
{
    /// <summary>The version of the file format (<c>ir_version</c>); 0 where the file does not say it.</summary>
    public required long IrVersion { get; init; }

    /// <summary>The program that wrote the file, with its version; empty where the file does not say it.</summary>
    public required string Producer { get; init; }

    /// <summary>The operator sets that the file imports.</summary>
    public required IReadOnlyList<OperatorSet> OperatorSets { get; init; }

    /// <summary>The operators of the graph, its subgraphs and functions: the most frequent first, then by name.</summary>
    public required IReadOnlyList<OperatorCount> Operators { get; init; }
}

/// <summary>An operator set that a file imports.</summary>
/// <param name="Domain">Its domain; empty for ONNX's own.</param>
/// <param name="Version">Its version.</param>
public sealed record OperatorSet(string Domain, long Version);

/// <summary>How often a file has an operator.</summary>
/// <param name="Domain">Its domain; empty for ONNX's own.</param>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many nodes are of it.</param>
/// <param name="IsSupported">Whether the engine has it, or the file defines it as a function.</param>
public sealed record OperatorCount(string Domain, string Name, int Count, bool IsSupported);
