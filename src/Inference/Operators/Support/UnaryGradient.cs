using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>The derivatives of element-wise functions, times the gradient of the result.</summary>
internal static class UnaryGradient
{
    /// <summary>The gradient of input 0; null where it is 0 everywhere.</summary>
    /// <remarks>
    /// At a corner the derivative is 0, as PyTorch has it for relu and hardtanh: a bound counts as beyond the bounds.
    /// </remarks>
    public static Value? Of(GradientContext context, Activation function)
    {
        (float alpha, float beta) = (function.Alpha, function.Beta);
        (Value x, Value y, Value dy) = (context.Input(0), context.Output(), context.Gradient());
        return function.Kind switch
        {
            UnaryKind.Identity => dy,
            UnaryKind.Clip => Within(context, y, alpha, beta, dy),
            UnaryKind.Sigmoid => context.Multiply(dy, context.Subtract(y, context.Multiply(y, y))),
            UnaryKind.HardSigmoid => Within(context, y, 0, 1, context.Scale(dy, alpha)),
            UnaryKind.HardSwish => HardSwish(context, x, dy),
            UnaryKind.Silu => Silu(context, x, y, dy, alpha),
            UnaryKind.Gelu => Gelu(context, x, dy),
            UnaryKind.GeluTanh => GeluTanh(context, x, dy),
            UnaryKind.LeakyRelu => Choose(context, Positive(context, x), dy, context.Scale(dy, alpha)),
            UnaryKind.ThresholdedRelu => context.Where(Above(context, x, alpha), dy),
            UnaryKind.Elu => Exponential(context, x, y, dy, 1, alpha),
            UnaryKind.Selu => Exponential(context, x, y, dy, beta, alpha * beta),
            UnaryKind.Celu => Choose(
                context, Positive(context, x), dy, context.Multiply(dy, context.Apply(o => o.Exp, [context.Scale(x, 1 / alpha)]))),
            UnaryKind.Mish => Mish(context, x, dy),
            UnaryKind.Softplus => context.Multiply(dy, context.Apply(o => o.Sigmoid, [x])),
            UnaryKind.ParametricSoftplus => context.Scale(
                context.Multiply(dy, context.Apply(o => o.Sigmoid, [context.Scale(x, beta)])), alpha * beta),
            UnaryKind.Softsign => context.Divide(dy, Square(context, context.Add(context.Apply(o => o.Abs, [x]), context.Number(1)))),
            UnaryKind.Shrink => context.Where(Above(context, context.Apply(o => o.Abs, [x]), alpha), dy),
            UnaryKind.ScaledTanh => context.Scale(
                context.Multiply(dy, OneMinusSquare(context, context.Apply(o => o.Tanh, [context.Scale(x, beta)]))), alpha * beta),
            UnaryKind.Affine => context.Scale(dy, alpha),
            _ => OfMathematics(context, function.Kind, x, y, dy),
        };
    }

    private static Value? OfMathematics(GradientContext context, UnaryKind kind, Value x, Value y, Value dy) => kind switch
    {
        UnaryKind.Floor or UnaryKind.Ceil or UnaryKind.Round or UnaryKind.Sign => null,
        UnaryKind.Neg => context.Negate(dy),
        UnaryKind.Abs => context.Multiply(dy, context.Apply(o => o.Sign, [x])),
        UnaryKind.Exp => context.Multiply(dy, y),
        UnaryKind.Log => context.Divide(dy, x),
        UnaryKind.Sqrt => context.Divide(context.Scale(dy, 0.5f), y),
        UnaryKind.Reciprocal => context.Negate(context.Multiply(dy, Square(context, y))),
        UnaryKind.Tanh => context.Multiply(dy, OneMinusSquare(context, y)),
        UnaryKind.Erf => context.Multiply(
            context.Scale(dy, (float)(2 / Math.Sqrt(Math.PI))), context.Apply(o => o.Exp, [context.Negate(Square(context, x))])),
        UnaryKind.Sin => context.Multiply(dy, context.Apply(o => o.Cos, [x])),
        UnaryKind.Cos => context.Negate(context.Multiply(dy, context.Apply(o => o.Sin, [x]))),
        UnaryKind.Tan => context.Multiply(dy, context.Add(Square(context, y), context.Number(1))),
        UnaryKind.Atan => context.Divide(dy, context.Add(Square(context, x), context.Number(1))),
        UnaryKind.Sinh => context.Multiply(dy, context.Apply(o => o.Cosh, [x])),
        UnaryKind.Cosh => context.Multiply(dy, context.Apply(o => o.Sinh, [x])),
        UnaryKind.Asinh => context.Divide(dy, context.Apply(o => o.Sqrt, [context.Add(Square(context, x), context.Number(1))])),
        UnaryKind.Acosh => context.Divide(dy, context.Apply(o => o.Sqrt, [context.Subtract(Square(context, x), context.Number(1))])),
        UnaryKind.Atanh => context.Divide(dy, OneMinusSquare(context, x)),
        UnaryKind.Asin => context.Divide(dy, context.Apply(o => o.Sqrt, [OneMinusSquare(context, x)])),
        UnaryKind.Acos => context.Negate(context.Divide(dy, context.Apply(o => o.Sqrt, [OneMinusSquare(context, x)]))),
        _ => throw context.NoRule($"for {kind}"),
    };

    private static Value Within(GradientContext context, Value y, float min, float max, Value dy)
    {
        if (!float.IsNegativeInfinity(min))
            dy = context.ReluGrad(dy, min == 0 ? y : context.Subtract(y, context.Number(min)));
        return float.IsPositiveInfinity(max) ? dy : context.ReluGrad(dy, context.Subtract(context.Number(max), y));
    }

    // 0 up to -3, x / 3 + 1 / 2 between, 1 from 3 on.
    private static Value HardSwish(GradientContext context, Value x, Value dy)
    {
        Value between = context.Multiply(dy, context.Add(context.Scale(x, 1 / 3f), context.Number(0.5f)));
        Value above = Choose(context, Above(context, x, 3), dy, between);
        return context.Where(Above(context, x, -3), above);
    }

    // s + alpha y (1 - s), with s = sigmoid(alpha x) and y = x s.
    private static Value Silu(GradientContext context, Value x, Value y, Value dy, float alpha)
    {
        Value s = context.Apply(o => o.Sigmoid, [context.Scale(x, alpha)]);
        return context.Multiply(dy, context.Add(s, context.Scale(context.Subtract(y, context.Multiply(y, s)), alpha)));
    }

    // The normal distribution's function plus x times its density.
    private static Value Gelu(GradientContext context, Value x, Value dy)
    {
        Value erf = context.Apply(o => o.Erf, [context.Scale(x, (float)Math.Sqrt(0.5))]);
        Value function = context.Scale(context.Add(erf, context.Number(1)), 0.5f);
        Value density = context.Scale(
            context.Apply(o => o.Exp, [context.Scale(Square(context, x), -0.5f)]), (float)(1 / Math.Sqrt(2 * Math.PI)));
        return context.Multiply(dy, context.Add(function, context.Multiply(x, density)));
    }

    // With t = tanh(u), u = c (x + a x^3): (1 + t) / 2 + x (1 - t^2) c (1 + 3 a x^2) / 2.
    private static Value GeluTanh(GradientContext context, Value x, Value dy)
    {
        const float A = 0.044715f;
        float c = (float)Math.Sqrt(2 / Math.PI);
        Value squares = Square(context, x);
        Value u = context.Scale(context.Multiply(x, context.Add(context.Scale(squares, A), context.Number(1))), c);
        Value t = context.Apply(o => o.Tanh, [u]);
        Value slope = context.Scale(context.Add(context.Scale(squares, 3 * A), context.Number(1)), c / 2);
        Value inner = context.Multiply(context.Multiply(x, OneMinusSquare(context, t)), slope);
        return context.Multiply(dy, context.Add(context.Scale(context.Add(t, context.Number(1)), 0.5f), inner));
    }

    // With t = tanh(softplus(x)): t + x (1 - t^2) sigmoid(x).
    private static Value Mish(GradientContext context, Value x, Value dy)
    {
        Value t = context.Apply(o => o.Tanh, [context.Apply(o => o.Softplus, [x])]);
        Value inner = context.Multiply(context.Multiply(x, OneMinusSquare(context, t)), context.Apply(o => o.Sigmoid, [x]));
        return context.Multiply(dy, context.Add(t, inner));
    }

    // A line for x > 0; below, y = scale (e^x - 1), whose derivative is y + scale.
    private static Value Exponential(GradientContext context, Value x, Value y, Value dy, float slope, float scale) => Choose(
        context, Positive(context, x), context.Scale(dy, slope), context.Multiply(dy, context.Add(y, context.Number(scale))));

    private static Value Choose(GradientContext context, Value condition, Value yes, Value no) =>
        context.Apply(o => o.Where, [condition, yes, no]);

    private static Value Positive(GradientContext context, Value x) => Above(context, x, 0);

    private static Value Above(GradientContext context, Value x, float bound) => context.Apply(o => o.Greater, [x, context.Number(bound)]);

    private static Value Square(GradientContext context, Value x) => context.Multiply(x, x);

    private static Value OneMinusSquare(GradientContext context, Value x) => context.Subtract(context.Number(1), Square(context, x));
}
