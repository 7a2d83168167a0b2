namespace Fovea.Bench.Contract;

/// <summary>A loaded model.</summary>
public interface IBuildModel : IDisposable
{
    /// <summary>The inputs as the model declares them.</summary>
    IReadOnlyList<ValueInfo> Inputs { get; }

    /// <summary>
    /// The description of the model that does not depend on input shapes: one line for each input and output, and for parameters, opset and
    /// final operator.
    /// </summary>
    IReadOnlyList<string> Declarations { get; }

    /// <summary>The layers that can be requested, in execution order.</summary>
    IReadOnlyList<string> LayerNames { get; }

    /// <summary>The description of each layer for these input shapes.</summary>
    IReadOnlyList<LayerText> DescribeLayers(IReadOnlyList<long[]> inputShapes);

    /// <summary>Whether several callers may share a run of these input shapes.</summary>
    bool KeepsRowsApart(IReadOnlyList<long[]> inputShapes);

    /// <summary>A plan for these input shapes and outputs; the model's outputs when null.</summary>
    IBuildPlan Compile(IReadOnlyList<long[]> inputShapes, IReadOnlyList<string>? outputs);
}
