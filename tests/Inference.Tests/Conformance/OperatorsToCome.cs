namespace Fovea.Inference.Tests.Conformance;

/// <summary>
/// The operators of the conformance cases that the engine does not have. A case that needs one of them is skipped by name;
/// taking an operator out of this list runs all cases that were waiting for it.
/// </summary>
internal static class OperatorsToCome
{
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>
    {
        "And",
        "ArgMax",
        "ArgMin",
        "DynamicQuantizeLinear",
        "Elu",
        "Equal",
        "Expand",
        "Greater",
        "GreaterOrEqual",
        "Hardmax",
        "Less",
        "LessOrEqual",
        "LogSoftmax",
        "LpNormalization",
        "LpPool",
        "MatMulInteger",
        "Max",
        "Mean",
        "MeanVarianceNormalization",
        "Min",
        "Not",
        "Or",
        "QLinearConv",
        "QLinearMatMul",
        "QuantizeLinear",
        "Range",
        "ReduceL1",
        "ReduceL2",
        "ReduceLogSum",
        "ReduceLogSumExp",
        "ReduceMax",
        "ReduceMin",
        "ReduceProd",
        "ReduceSum",
        "ReduceSumSquare",
        "Resize",
        "Round",
        "Selu",
        "Size",
        "Softplus",
        "ThresholdedRelu",
        "Tile",
        "TopK",
        "Where",
    };
}
