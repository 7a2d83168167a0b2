using Fovea.Inference.Graphs;

namespace Fovea.Inference.Gradients;

/// <summary>The operators of which the rules of gradients are made, by their names.</summary>
internal sealed record GradientOperators
{
    public required Operator Abs { get; init; }

    public required Operator Add { get; init; }

    public required Operator Concat { get; init; }

    public required Operator Conv { get; init; }

    public required Operator ConvTranspose { get; init; }

    public required Operator Cos { get; init; }

    public required Operator Cosh { get; init; }

    public required Operator DepthToSpace { get; init; }

    public required Operator Div { get; init; }

    public required Operator Equal { get; init; }

    public required Operator Erf { get; init; }

    public required Operator Exp { get; init; }

    public required Operator Expand { get; init; }

    public required Operator Gemm { get; init; }

    public required Operator Greater { get; init; }

    public required Operator Log { get; init; }

    public required Operator MatMul { get; init; }

    public required Operator Max { get; init; }

    public required Operator MaxPoolGrad { get; init; }

    public required Operator Mul { get; init; }

    public required Operator Neg { get; init; }

    public required Operator Pad { get; init; }

    public required Operator Pow { get; init; }

    public required Operator Reciprocal { get; init; }

    public required Operator ReduceMean { get; init; }

    public required Operator ReduceSum { get; init; }

    public required Operator ReluGrad { get; init; }

    public required Operator Reshape { get; init; }

    public required Operator ScatterElements { get; init; }

    public required Operator Sigmoid { get; init; }

    public required Operator Sign { get; init; }

    public required Operator Sin { get; init; }

    public required Operator Sinh { get; init; }

    public required Operator Slice { get; init; }

    public required Operator Softplus { get; init; }

    public required Operator Sqrt { get; init; }

    public required Operator Sub { get; init; }

    public required Operator Tanh { get; init; }

    public required Operator Transpose { get; init; }

    public required Operator Where { get; init; }
}
