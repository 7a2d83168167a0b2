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
}
