namespace Fovea.Kernels.Elementwise;

/// <summary>The unary functions that have kernels; alpha and beta are the ONNX attributes of those names if they exist.</summary>
internal enum UnaryKind
{
    /// <summary>x.</summary>
    Identity,

    /// <summary>min(max(x, alpha), beta): Clip, and Relu as Clip(0, infinity).</summary>
    Clip,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>max(0, min(1, alpha x + beta)).</summary>
    HardSigmoid,

    /// <summary>x max(0, min(1, x / 6 + 1/2)).</summary>
    HardSwish,

    /// <summary>x sigmoid(alpha x), also called Swish; SiLU with alpha 1.</summary>
    Silu,

    /// <summary>x (1 + erf(x / sqrt 2)) / 2.</summary>
    Gelu,

    /// <summary>x for x >= 0, else alpha x.</summary>
    LeakyRelu,

    Tanh,

    Erf,

    Exp,

    Log,

    Sqrt,

    Neg,

    Abs,

    Floor,

    Ceil,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>x for x >= 0, else alpha (e^x - 1).</summary>
    Elu,

    /// <summary>beta x for x >= 0, else beta alpha (e^x - 1).</summary>
    Selu,

    /// <summary>x for x >= 0, else alpha (e^(x / alpha) - 1).</summary>
    Celu,

    /// <summary>x tanh(ln(1 + e^x)).</summary>
    Mish,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>alpha ln(1 + e^(beta x)).</summary>
    ParametricSoftplus,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>x for x > alpha, else 0.</summary>
    ThresholdedRelu,

    /// <summary>x + beta for x &lt; -alpha, x - beta for x > alpha, else 0.</summary>
    Shrink,

    /// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.</summary>
    GeluTanh,

    /// <summary>alpha tanh(beta x).</summary>
    ScaledTanh,

    /// <summary>alpha x + beta.</summary>
    Affine,

    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    Sign,

    /// <summary>The nearest integer, of two the even one.</summary>
    Round,

    Sin,

    Cos,

    Tan,

    Asin,

    Acos,

    Atan,

    Sinh,

    Cosh,

    Asinh,

    Acosh,

    Atanh,
}
