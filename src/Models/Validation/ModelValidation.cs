using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Validation;

/// <summary>What the dry run of a model found. Holds the graph until it is disposed.</summary>
public sealed class ModelValidation : IDisposable
{
    /// <summary>The file's name, with the version's folder where there are versions.</summary>
    public required string File { get; init; }

    /// <summary>What the file says of itself; null where it is no ONNX model.</summary>
    public ModelFileSummary? Summary { get; init; }

    /// <summary>The graph with its inputs and its task; null where it cannot be loaded. It takes no requests.</summary>
    public HostedModel? Model { get; init; }

    /// <summary>The activations of a run for some numbers of images; empty where shapes are not known before a run.</summary>
    public IReadOnlyList<BatchMemory> Batches { get; init; } = [];

    /// <summary>Why the model would not be served, as sentences; empty where it would be.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Exceptions that the problems do not show in full, for the log.</summary>
    public IReadOnlyList<Exception> Faults { get; init; } = [];

    /// <summary>Whether the model would be served.</summary>
    public bool WouldBeServed => Problems.Count == 0;

    /// <inheritdoc/>
    public void Dispose() => Model?.Dispose();
}

/// <summary>The memory of the activations of one run.</summary>
/// <param name="Images">The number of images of the run.</param>
/// <param name="ActivationBytes">The bytes that their activations take together; null where the run is refused.</param>
/// <param name="Problem">Why it is refused; null where it is not.</param>
public sealed record BatchMemory(int Images, long? ActivationBytes, string? Problem);
