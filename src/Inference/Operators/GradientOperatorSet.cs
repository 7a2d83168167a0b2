using Fovea.Inference.Gradients;

namespace Fovea.Inference.Operators;

/// <summary>The operators that the rules of gradients use.</summary>
internal static class GradientOperatorSet
{
    public static GradientOperators All { get; } = new()
    {
        Abs = new Abs(),
        Add = new Add(),
        Concat = new Concat(),
        Conv = new Conv(),
        ConvTranspose = new ConvTranspose(),
        Cos = new Cos(),
        Cosh = new Cosh(),
        DepthToSpace = new DepthToSpace(),
        Div = new Div(),
        Equal = new Equal(),
        Erf = new Erf(),
        Exp = new Exp(),
        Expand = new Expand(),
        Gemm = new Gemm(),
        Greater = new Greater(),
        Log = new Log(),
        MatMul = new MatMul(),
        Max = new Max(),
        MaxPoolGrad = new MaxPoolGrad(),
        Mul = new Mul(),
        Neg = new Neg(),
        Pad = new Pad(),
        Pow = new Pow(),
        Reciprocal = new Reciprocal(),
        ReduceMean = new ReduceMean(),
        ReduceSum = new ReduceSum(),
        ReluGrad = new ReluGrad(),
        Reshape = new Reshape(),
        ScatterElements = new ScatterElements(),
        Sigmoid = new Sigmoid(),
        Sign = new Sign(),
        Sin = new Sin(),
        Sinh = new Sinh(),
        Slice = new Slice(),
        Softplus = new Softplus(),
        Sqrt = new Sqrt(),
        Sub = new Sub(),
        Tanh = new Tanh(),
        Transpose = new Transpose(),
        Where = new Where(),
    };
}
