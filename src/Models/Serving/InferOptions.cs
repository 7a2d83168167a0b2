namespace Fovea.Models.Serving;

/// <summary>What a caller of the network itself asks for beside the inputs.</summary>
public sealed record InferOptions
{
    /// <summary>The outputs (or layers) to compute, in the order wanted; null for the model's outputs.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Whether what the model's task makes of each image is wanted too; images only.</summary>
    public bool Answers { get; init; }

    /// <summary>How long the request may take, where that is less than <c>Batching:Timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Among the requests of the same model, 1 goes first, then 2, and so on; 0, the usual, after all that name one.</summary>
    public int Priority { get; init; }

    /// <summary>The same as the scheduler orders jobs: higher goes first.</summary>
    internal int Order => Priority > 0 ? -Priority : int.MinValue;
}
