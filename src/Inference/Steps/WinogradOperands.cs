using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Steps;

/// <summary>The operands that the steps of one Winograd convolution share.</summary>
/// <param name="Shape">The layer and its tiles.</param>
/// <param name="Layout">The panels of one position of a slice.</param>
/// <param name="Input">Channels-last.</param>
/// <param name="Output">Channels-last.</param>
/// <param name="Residual">Added before clamping, or null.</param>
/// <param name="Weights">One packed matrix per position, slice by slice.</param>
/// <param name="Bias">One value per filter.</param>
/// <param name="Zeros">A row of zeros, as long as the filters of a slice.</param>
/// <param name="Bounds">Clamps the result, or null.</param>
internal sealed record WinogradOperands(
    WinogradShape Shape, PanelLayout Layout, View Input, View Output, View? Residual, PlanBuffer Weights, PlanBuffer Bias, PlanBuffer Zeros,
    Activation? Bounds)
{
    public string Describe(string phase) =>
        $"winograd {Shape.Tile} {phase} {Shape.Tiles}x{Shape.Slices.Outputs}x{Shape.Slices.Inputs}" +
        (Shape.Slices.Count > 1 ? $", {Shape.Slices.Count} slices" : string.Empty);

    /// <summary>Multiply-accumulate operations of the products.</summary>
    public long MultiplyAdds => Shape.ProductMultiplyAdds;

    /// <summary>The approximate cycles of the products.</summary>
    public double ProductCost => MultiplyAdds / 16.0;

    /// <summary>
    /// Arguments for the tiles [first, last) of a slice, of an input at another address if it is not null; the caller sets the destination.
    /// </summary>
    public unsafe WinogradInputArguments Source(in RunContext run, float* input, int slice, long first, long last) => new()
    {
        Input = (input == null ? run.Elements<float>(Input) : input) + ((long)slice * Shape.Slices.Inputs),
        First = first,
        Last = last,
    };

    /// <summary>Arguments for the product with the weights of a slice; the caller sets the panels and the memory of the tiles.</summary>
    public unsafe WinogradProductArguments Product(in RunContext run, int slice) => new()
    {
        Layout = Layout,
        Weights = run.Elements<float>(Weights) + (slice * Shape.Positions * Layout.PackedLength),
        // Sums of slices are too short to hide the latency of their weights, even where these fit the second-level cache.
        Fetches = run.Kernels.Processor.FetchesWeights
            && (Shape.Slices.Count > 1 || Weights.Bytes > run.Kernels.Processor.SecondLevelBytes / 2),
        Zeros = run.Elements<float>(Zeros),
    };

    /// <summary>
    /// Arguments for the tiles [first, last) of a slice, of an output at another address if it is not null; the caller sets the memory of
    /// the products.
    /// </summary>
    public unsafe WinogradOutputArguments Target(in RunContext run, float* output, int slice, long first, long last)
    {
        long filter = (long)slice * Shape.Slices.Outputs;
        return new()
        {
            First = first,
            Last = last,
            Output = (output == null ? run.Elements<float>(Output) : output) + filter,
            Bias = run.Elements<float>(Bias) + filter,
            Residual = Residual is null ? null : run.Elements<float>(Residual) + filter,
            Min = Bounds?.Min ?? float.NegativeInfinity,
            Max = Bounds?.Max ?? float.PositiveInfinity,
        };
    }
}
