using System.Numerics;
using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>
/// A function of two elements of a type other than float, with broadcasting, one element at a time: shapes and indices are calculated
/// with it. Operands are expanded to the output's shape; the output is plain.
/// </summary>
internal sealed class ScalarBinaryStep<T>(BinaryKind kind, View a, View b, View output) : Step
    where T : unmanaged, INumber<T>
{
    public override string Kernel => $"{kind} {output.Type}";

    public override IReadOnlyList<View> Reads { get; } = [a, b];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        T* x = (T*)run.Address(a);
        T* y = (T*)run.Address(b);
        T* z = (T*)run.Address(output);
        Shape shape = output.Shape;
        for (long i = 0; i < shape.ElementCount; i++)
        {
            long rest = i;
            long left = 0;
            long right = 0;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                long place = rest % shape[axis];
                rest /= shape[axis];
                left += place * a.Strides[axis];
                right += place * b.Strides[axis];
            }

            z[i] = Apply(x[left], y[right]);
        }
    }

    private T Apply(T x, T y) => kind switch
    {
        BinaryKind.Add => x + y,
        BinaryKind.Sub => x - y,
        BinaryKind.Mul => x * y,
        BinaryKind.Div when T.IsZero(y) && T.IsInteger(y) && typeof(T) != typeof(double) => throw new InvalidInputException($"{Name}: division by zero."),
        BinaryKind.Div => x / y,
        BinaryKind.Min => T.Min(x, y),
        BinaryKind.Max => T.Max(x, y),
        BinaryKind.Pow => T.CreateSaturating(Math.Pow(double.CreateChecked(x), double.CreateChecked(y))),
        _ => throw new InvalidOperationException($"{kind} is not defined for {typeof(T).Name}."),
    };
}
