using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>The operands that the steps of one Winograd convolution share.</summary>
/// <param name="Shape">The layer and its tiles.</param>
/// <param name="Layout">The panels of one position.</param>
/// <param name="Input">Channels-last.</param>
/// <param name="Output">Channels-last.</param>
/// <param name="Residual">Added before clamping, or null.</param>
/// <param name="Weights">One packed matrix per position.</param>
/// <param name="Bias">One value per filter.</param>
/// <param name="Zeros">A row of zeros.</param>
/// <param name="Bounds">Clamps the result, or null.</param>
internal sealed record WinogradOperands(
    WinogradShape Shape, PanelLayout Layout, View Input, View Output, View? Residual, PlanBuffer Weights, PlanBuffer Bias, PlanBuffer Zeros,
    Activation? Bounds)
{
    public string Describe(string phase) =>
        $"winograd {Shape.Tile} {phase} {Shape.Tiles}x{Shape.Convolution.OutputChannels}x{Shape.Convolution.InputChannels}";

    /// <summary>Multiply-accumulate operations of the products.</summary>
    public long MultiplyAdds => Shape.Tiles * Shape.Positions * Shape.Convolution.InputChannels * Shape.Convolution.OutputChannels;

    /// <summary>The approximate cycles of the products.</summary>
    public double ProductCost => MultiplyAdds / 16.0;

    /// <summary>Arguments for the tiles [first, last) of the input; the caller sets the destination.</summary>
    public unsafe WinogradInputArguments Source(in RunContext run, long first, long last) => new()
    {
        Input = run.Elements<float>(Input),
        First = first,
        Last = last,
    };

    /// <summary>Arguments for the product with the weights; the caller sets the panels and the memory of the tiles.</summary>
    public unsafe WinogradProductArguments Product(in RunContext run) => new()
    {
        Layout = Layout,
        Weights = run.Elements<float>(Weights),
        Fetches = run.Kernels.Processor.FetchesWeights && Weights.Bytes > run.Kernels.Processor.SecondLevelBytes / 2,
        Zeros = run.Elements<float>(Zeros),
    };

    /// <summary>Arguments for the tiles [first, last) of the output; the caller sets the memory of the products.</summary>
    public unsafe WinogradOutputArguments Target(in RunContext run, long first, long last) => new()
    {
        First = first,
        Last = last,
        Output = run.Elements<float>(Output),
        Bias = run.Elements<float>(Bias),
        Residual = Residual is null ? null : run.Elements<float>(Residual),
        Min = Bounds?.Min ?? float.NegativeInfinity,
        Max = Bounds?.Max ?? float.PositiveInfinity,
    };
}
