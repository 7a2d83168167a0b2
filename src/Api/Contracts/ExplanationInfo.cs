using System.ComponentModel;
using System.Text.Json.Serialization;
using Fovea.Inference;

namespace Fovea.Api.Contracts;

/// <summary>How one value is computed.</summary>
[Description("How one value is computed. Numbers are exact: those of float32 tensors have the digits of float32.")]
public sealed record ExplanationInfo
{
    [Description("The kind of arithmetic.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<ExplanationKind>))]
    public required ExplanationKind Kind { get; init; }

    [Description("The arithmetic as a sentence.")]
    public required string Text { get; init; }

    [Description("The values that are read, a term for each channel; of more than 64, those of the largest sums.")]
    public required IReadOnlyList<TermInfo> Terms { get; init; }

    [Description("What the terms that are left out add up to; absent where none are.")]
    public OmittedInfo? Omitted { get; init; }

    [Description("What is added to the terms; absent where nothing is.")]
    public ShortNumber? Bias { get; init; }

    [Description("The sum of all terms and the bias, in double precision, before the activation; absent where nothing is added up.")]
    public ShortNumber? Sum { get; init; }

    [Description("The function that is applied to one value; absent where there is none.")]
    public CellActivationInfo? Activation { get; init; }

    [Description("The cell whose value is the result, as of maximum pooling; absent unless one is chosen.")]
    public ChosenInfo? Chosen { get; init; }

    [Description("The result, before the activation, as the sum in double precision gives it, rounded to the layer's type.")]
    public required ShortNumber Single { get; init; }

    [Description("By how much the engine's result differs: the rounding of sums in another order, or of Winograd's algorithm.")]
    public required ShortNumber Difference { get; init; }
}

/// <summary>Values of one channel that a cell reads.</summary>
[Description("Values of one channel that a cell reads.")]
public sealed record TermInfo
{
    [Description("The layer or input that they are part of.")]
    public required string Name { get; init; }

    [Description("The channel; absent where there is none.")]
    public int? Channel { get; init; }

    [Description("The index along the first of three spatial axes; absent where there are fewer.")]
    public int? Slice { get; init; }

    [Description("The row of the first value; negative in the padding.")]
    public required int Top { get; init; }

    [Description("The column of the first value; negative in the padding.")]
    public required int Left { get; init; }

    [Description("The rows and columns from one value to the next: the dilation.")]
    public required IReadOnlyList<int> Step { get; init; }

    [Description("How far the window moves from one cell to the next; absent where no window slides.")]
    public IReadOnlyList<int>? Stride { get; init; }

    [Description("The values, row by row; null is padding.")]
    public required IReadOnlyList<IReadOnlyList<ShortNumber?>> Values { get; init; }

    [Description("What each is multiplied with; absent where they are not multiplied.")]
    public IReadOnlyList<IReadOnlyList<ShortNumber>>? Weights { get; init; }

    [Description("The sum of the products, or of the values; absent where they are not added up.")]
    public ShortNumber? Sum { get; init; }
}

/// <summary>The terms that are not listed.</summary>
[Description("The terms that are not listed.")]
public sealed record OmittedInfo
{
    [Description("Their number.")]
    public required int Count { get; init; }

    [Description("What they add up to.")]
    public required ShortNumber Sum { get; init; }
}

/// <summary>A function of one value.</summary>
[Description("A function of one value.")]
public sealed record CellActivationInfo
{
    [Description("The ONNX operator.")]
    public required string Operator { get; init; }

    [Description("Its operand.")]
    public required ShortNumber Before { get; init; }

    [Description("Its result.")]
    public required ShortNumber After { get; init; }
}

/// <summary>A chosen value.</summary>
[Description("A chosen value.")]
public sealed record ChosenInfo
{
    [Description("The index of its term.")]
    public required int Term { get; init; }

    [Description("Its row in the term.")]
    public required int Row { get; init; }

    [Description("Its column in the term.")]
    public required int Column { get; init; }
}
