using System.Globalization;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Graphs;

/// <summary>An element-wise function that a node applies to its result.</summary>
internal sealed record Activation(UnaryKind Kind, float Alpha = 0f, float Beta = 0f)
{
    public static Activation Relu { get; } = new(UnaryKind.Clip, 0f, float.PositiveInfinity);

    /// <summary>The lower bound that a kernel applies while the result is in registers; -infinity unless this is a Clip.</summary>
    public float Min => Kind == UnaryKind.Clip ? Alpha : float.NegativeInfinity;

    public float Max => Kind == UnaryKind.Clip ? Beta : float.PositiveInfinity;

    public override string ToString() => Kind switch
    {
        UnaryKind.Clip or UnaryKind.HardSigmoid or UnaryKind.Selu or UnaryKind.Shrink or UnaryKind.Affine or UnaryKind.ScaledTanh
            or UnaryKind.ParametricSoftplus => string.Create(CultureInfo.InvariantCulture, $"{Kind}({Alpha},{Beta})"),
        UnaryKind.LeakyRelu or UnaryKind.Elu or UnaryKind.Celu or UnaryKind.ThresholdedRelu =>
            string.Create(CultureInfo.InvariantCulture, $"{Kind}({Alpha})"),
        _ => Kind.ToString(),
    };
}
