namespace Fovea.Inference;

/// <summary>How the value of one cell of a layer's output is computed from the values that the layer reads.</summary>
public sealed record CellExplanation
{
    /// <summary>The kind of arithmetic.</summary>
    public required ExplanationKind Kind { get; init; }

    /// <summary>The arithmetic as a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The values that are read, one term per input channel (and per slice of the first spatial axis, of three), in the order of channels.
    /// At most <see cref="MostTerms"/>: those of the largest sums by absolute value.
    /// </summary>
    public required IReadOnlyList<CellTerm> Terms { get; init; }

    /// <summary>What the terms that are left out add up to; null if none are.</summary>
    public OmittedTerms? Omitted { get; init; }

    /// <summary>What is added to the terms; null if nothing is.</summary>
    public double? Bias { get; init; }

    /// <summary>
    /// The sum of all terms and the bias, in double precision, before the scaling, rounding or activation that the text names; for a mean,
    /// before the division. Null if nothing is added up.
    /// </summary>
    public double? Sum { get; init; }

    /// <summary>The function that is applied to one value; null if there is none.</summary>
    public CellActivation? Activation { get; init; }

    /// <summary>The cell whose value is the result; null unless one is chosen.</summary>
    public ChosenCell? Chosen { get; init; }

    /// <summary>
    /// The result as computed here, directly and in double precision, rounded to the type of the layer. If <see cref="Activation"/> is
    /// given with a sum, the result before the activation.
    /// </summary>
    public required double Single { get; init; }

    /// <summary>The value of the cell in the engine's run.</summary>
    public required double Value { get; init; }

    /// <summary>
    /// The engine's result minus <see cref="Single"/>: what the rounding of sums in another order or of Winograd's algorithm makes. If
    /// <see cref="Activation"/> is given with a sum, the result before the activation.
    /// </summary>
    public double Difference => (Sum is not null && Activation is { } activation ? activation.Before : Value) - Single;

    /// <summary>The most terms that are listed.</summary>
    public const int MostTerms = 64;
}

/// <summary>The kinds of arithmetic of a cell.</summary>
public enum ExplanationKind
{
    /// <summary>A sum of products, or of values.</summary>
    Sum,

    /// <summary>One of the values.</summary>
    Selection,

    /// <summary>The mean of the values.</summary>
    Mean,

    /// <summary>A function of the values.</summary>
    Function,
}

/// <summary>Values of one channel that a cell reads, in rows and columns.</summary>
public sealed record CellTerm
{
    /// <summary>The name of the value, a layer or an input, that they are part of.</summary>
    public required string Name { get; init; }

    /// <summary>The channel; null if the value has none.</summary>
    public int? Channel { get; init; }

    /// <summary>The index along the first of three spatial axes; null if there are fewer.</summary>
    public int? Slice { get; init; }

    /// <summary>The row of the first of them, negative in padding.</summary>
    public int Top { get; init; }

    /// <summary>The column of the first of them, negative in padding.</summary>
    public int Left { get; init; }

    /// <summary>The distances between two of them in rows and columns: the dilation.</summary>
    public IReadOnlyList<int> Step { get; init; } = [1, 1];

    /// <summary>How far the window moves from one cell of the layer to the next, in rows and columns; null if no window slides.</summary>
    public IReadOnlyList<int>? Stride { get; init; }

    /// <summary>
    /// The values, row by row; null stands for padding. Of more than some thousands, the last rows are left out; the sum has them.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Values { get; init; }

    /// <summary>What each value is multiplied with; null if they are not multiplied.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Weights { get; init; }

    /// <summary>The sum of the products, or of the values, in double precision; null if they are not added up.</summary>
    public double? Sum { get; init; }
}

/// <summary>The terms that are not listed.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Sum">What they add up to, in double precision.</param>
public sealed record OmittedTerms(int Count, double Sum);

/// <summary>A function of one value.</summary>
/// <param name="Operator">The ONNX operator.</param>
/// <param name="Before">Its operand.</param>
/// <param name="After">Its result.</param>
public sealed record CellActivation(string Operator, double Before, double After);

/// <summary>A chosen value.</summary>
/// <param name="Term">The index of its term in the list of terms.</param>
/// <param name="Row">Its row there.</param>
/// <param name="Column">Its column there.</param>
public sealed record ChosenCell(int Term, int Row, int Column);
