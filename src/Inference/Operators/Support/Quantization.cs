using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The scale and the zero point of a quantised tensor: two inputs of a node, constants or computed. The zero point may be omitted, for 0.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="ScaleInput">The index of the scale; null where the operator has none.</param>
/// <param name="ZeroInput">The index of the zero point.</param>
internal readonly record struct Quantization(Node Node, int? ScaleInput, int ZeroInput)
{
    /// <summary>The types of quantised tensors.</summary>
    public static IReadOnlyList<ElementType> Types { get; } =
        [ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16];

    /// <summary>The scale, or one for each index of an axis.</summary>
    /// <exception cref="InvalidModelException">It is omitted.</exception>
    public Value Scale => Node.Required(ScaleInput!.Value);

    /// <summary>The zero point, or one for each scale; null for 0.</summary>
    public Value? Zero => Node.Input(ZeroInput);

    /// <summary>Whether both are constants.</summary>
    public bool IsConstant => (ScaleInput is null || Scale.Constant is not null) && Zero is null or { Constant: not null };

    /// <summary>Whether there is one scale and one zero point, as far as their shapes are known.</summary>
    public bool IsPerTensor => (ScaleInput is null || HasOne(Scale)) && (Zero is null || HasOne(Zero));

    /// <summary>The scale, if it is a constant of one element.</summary>
    public float? OneScale => Scale.Constant is { Shape.ElementCount: 1 } scale
        ? (float)ConstantNumbers.Reals(scale.ReadAll())[0]
        : null;

    /// <summary>The zero point, if it is a constant of one element, or 0.</summary>
    public int? OneZero => Zero is null ? 0
        : Zero.Constant is { Shape.ElementCount: 1 } zero ? (int)ConstantNumbers.Integer(zero.ReadAll())
        : null;

    /// <summary>Whether there is one zero point, constant or computed, or none.</summary>
    public bool HasOneZero => Zero is null || (Zero.Shape.IsKnown && Zero.KnownShape.ElementCount == 1);

    /// <summary>Integers that have this scale and zero point, which both are for the whole tensor.</summary>
    public QuantizedValue Of(Value integers) => new(integers, Scale, Zero);

    /// <summary>The scale and the zero point, if both are constants of one element.</summary>
    public ByteScale? One => this is { OneScale: { } scale, OneZero: { } zero } ? new ByteScale(scale, zero) : null;

    /// <summary>Checks that there is one scale and one zero point.</summary>
    /// <exception cref="UnsupportedModelException">There are several.</exception>
    public void RequireOne()
    {
        foreach (Value value in new[] { ScaleInput is null ? null : Scale, Zero }.OfType<Value>())
        {
            if (!HasOne(value))
                throw Node.Unsupported(
                    $"'{value.Name}' has the shape {value.Shape}; supported are one scale and one zero point for the whole tensor");
        }
    }

    /// <summary>The scales as Float32, in plain order.</summary>
    public View Scales(LoweringContext context) => As(context, Scale, ElementType.Float32);

    /// <summary>The zero points as another type, in plain order.</summary>
    public View Zeros(LoweringContext context, ElementType type) =>
        Zero is null ? context.Filled(new byte[type.SizeInBytes()], type) : As(context, Zero, type);

    private static bool HasOne(Value value) => value.Shape.Dimensions is not { } dimensions || dimensions.All(d => d.Value is null or 1);

    // Constants are converted once, while the plan is compiled.
    private static View As(LoweringContext context, Value value, ElementType type)
    {
        if (value.Type != type && value.Constant is { } constant)
        {
            return new View(
                context.Constants.Plain(ConvertedConstant.Of(constant, type)), 0, constant.Shape, View.PlainStrides(constant.Shape));
        }

        View view = context.AsPlain(context.ViewOf(value));
        return view.Type == type ? view : Converted.Emit(context, view, type);
    }
}
