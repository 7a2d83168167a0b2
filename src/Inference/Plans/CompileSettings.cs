using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Kernels;

namespace Fovea.Inference.Plans;

/// <summary>The engine's settings for all plans.</summary>
internal sealed record CompileSettings
{
    public required KernelSet Kernels { get; init; }

    /// <summary>The most threads of a run.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether to run the passes that only serve speed.</summary>
    public required bool Optimize { get; init; }

    /// <summary>Whether convolutions may be computed by Winograd's algorithm.</summary>
    public required bool Winograd { get; init; }

    /// <summary>The most bytes that constants computed for one set of shapes may take.</summary>
    public required long MaxConstantBytes { get; init; }

    /// <summary>The most bytes that the activations of one run may take.</summary>
    public required long MaxActivationBytes { get; init; }

    /// <summary>The memory that compiled plans may take.</summary>
    public required PlanBudget Budget { get; init; }

    /// <summary>Called with the graph after each pass; may be null.</summary>
    public Action<GraphPass, Graph>? AfterPass { get; init; }
}
