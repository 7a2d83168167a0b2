using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Kernels;

namespace Fovea.Inference.Plans;

/// <summary>What the engine says about all plans.</summary>
internal sealed record CompileSettings
{
    public required KernelSet Kernels { get; init; }

    /// <summary>The most threads of a run.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether passes that only serve speed run.</summary>
    public required bool Optimize { get; init; }

    /// <summary>Whether convolutions may be computed by Winograd's algorithm.</summary>
    public required bool Winograd { get; init; }

    /// <summary>The most bytes that constants computed for one set of shapes may take.</summary>
    public required long MaxConstantBytes { get; init; }

    /// <summary>The most bytes that the activations of one run may take.</summary>
    public required long MaxActivationBytes { get; init; }

    /// <summary>Told of every graph after each pass; null for nobody.</summary>
    public Action<GraphPass, Graph>? AfterPass { get; init; }
}
