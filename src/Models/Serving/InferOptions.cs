using Fovea.Models.Scheduling;

namespace Fovea.Models.Serving;

/// <summary>What a request asks of the network, in addition to its inputs.</summary>
public sealed record InferOptions
{
    /// <summary>The outputs (or layers) to compute, in the order in which they are returned; null for the model's outputs.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Whether the task's answer for each image is returned as well. For images only.</summary>
    public bool Answers { get; init; }

    /// <summary>The longest that the request may take, if shorter than <c>Batching:Timeout</c>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The order among requests of the same model: 1 is first, then 2, and so on; 0, the default, is last.</summary>
    public int Priority { get; init; }

    /// <summary>The priority as the scheduler takes it: the highest is first.</summary>
    internal int Order => Priority > 0 ? Math.Max(-Priority, JobPriority.Normal + 1) : JobPriority.Normal;
}
