namespace Fovea.Inference.Graphs;

/// <summary>What an operator explains a cell with: the node, the cell's index and value, and the operands.</summary>
/// <param name="node">The node.</param>
/// <param name="output">The index of the output that the cell is in.</param>
/// <param name="index">The cell's position along each axis.</param>
/// <param name="value">The cell's value in the run.</param>
/// <param name="operand">Gives the elements of an input of the node.</param>
internal sealed class CellContext(Node node, int output, IReadOnlyList<long> index, double value, Func<Value, CellOperand> operand)
{
    /// <summary>The most values that one term lists.</summary>
    public const int MostValues = 4096;

    // Of more cells, none are told.
    private const int MostCells = 1 << 20;

    private readonly Dictionary<Value, CellOperand> _operands = [];

    public Node Node => node;

    public int Output => output;

    public IReadOnlyList<long> Index => index;

    public double Value => value;

    /// <summary>The type of the output.</summary>
    public ElementType Type => node.Outputs[output].Type!.Value;

    /// <summary>The elements of an input that is not omitted.</summary>
    public CellOperand Operand(int input)
    {
        Value needed = node.Required(input);
        if (!_operands.TryGetValue(needed, out CellOperand? found))
            _operands.Add(needed, found = operand(needed));
        return found;
    }

    /// <summary>A number as the output's type holds it.</summary>
    public double Rounded(double number) => Type switch
    {
        ElementType.Float32 => (float)number,
        ElementType.Float16 => (double)(Half)number,
        ElementType.BFloat16 => (float)(BFloat16)(float)number,
        ElementType.Float64 => number,
        ElementType.Bool => number == 0 ? 0 : 1,
        _ => Math.Truncate(number),
    };

    /// <summary>
    /// The cells of an input that the operator reads, in row-major order; null if it does not say which, or if they are very many.
    /// </summary>
    public List<long[]>? Cells(int input)
    {
        Shape shape = node.Required(input).KnownShape;
        if (node.Operator.KeepsElements && input == 0)
            return [Unravel(Ravel(index, node.Outputs[output].KnownShape), shape)];
        if (node.Operator.Reads(node, output, input) is not { } reads)
            return null;
        List<long[]> cells = [new long[reads.Length]];
        var positions = new List<long>();
        for (int axis = 0; axis < reads.Length; axis++)
        {
            if (reads[axis].Axis is { } from)
                reads[axis].Read(index[from], positions);
            else if (shape[axis] > MostCells)
                return null;
            else
                positions = [.. Enumerable.Range(0, (int)shape[axis]).Select(i => (long)i)];
            long[] inside = [.. positions.Where(position => position >= 0 && position < shape[axis]).Order()];
            if ((long)cells.Count * inside.Length > MostCells)
                return null;
            cells = [.. cells.SelectMany(cell => inside.Select(position => With(cell, axis, position)))];
        }

        return cells;
    }

    /// <summary>The one cell of an input that the operator reads; null if it is none, several, or unknown.</summary>
    public long[]? Source(int input) => Cells(input) is [var cell] ? cell : null;

    /// <summary>A term of one value.</summary>
    public CellTerm One(int input, long[] cell, double? weight = null, bool adds = true)
    {
        double number = Operand(input).At(cell);
        return Placed(input, cell) with
        {
            Values = [[number]],
            Weights = weight is { } factor ? [[factor]] : null,
            Sum = adds ? number * (weight ?? 1) : null,
        };
    }

    /// <summary>A term without values whose first value is a cell of an input.</summary>
    public CellTerm Placed(int input, long[] cell)
    {
        int rank = cell.Length;
        return new CellTerm
        {
            Name = node.Required(input).Name,
            Channel = rank >= 2 ? (int)cell[1] : null,
            Slice = rank == 5 ? (int)cell[2] : null,
            Top = rank is 4 or 5 ? (int)cell[^2] : 0,
            Left = rank is 1 or >= 3 ? (int)cell[^1] : 0,
            Values = [],
        };
    }

    /// <summary>The copy of one value of an operand; null if the operator does not say which.</summary>
    public CellExplanation? Copy()
    {
        for (int input = 0; input < node.Inputs.Length; input++)
        {
            if (node.Inputs[input] is null || node.Operator.NeedsElements(input) || Source(input) is not { } cell)
                continue;
            CellTerm term = One(input, cell, adds: false);
            return new CellExplanation
            {
                Kind = ExplanationKind.Selection,
                Text = $"A copy of the value of '{term.Name}' at [{string.Join(", ", cell)}].",
                Terms = [term],
                Chosen = new ChosenCell(0, 0, 0),
                Single = Rounded(Operand(input).At(cell)),
                Value = value,
            };
        }

        return null;
    }

    /// <summary>A sum of terms.</summary>
    /// <param name="text">The arithmetic as a sentence.</param>
    /// <param name="sums">What each term adds.</param>
    /// <param name="term">Makes a term that is listed.</param>
    /// <param name="bias">What is added besides; null for nothing.</param>
    /// <param name="finish">Makes the result of the sum, before it is rounded; null if it is the sum.</param>
    public CellExplanation Sum(
        string text, IReadOnlyList<double> sums, Func<int, CellTerm> term, double? bias = null, Func<double, double>? finish = null)
    {
        IEnumerable<int> all = Enumerable.Range(0, sums.Count);
        int[] listed = sums.Count <= CellExplanation.MostTerms
            ? [.. all]
            : [.. all.OrderByDescending(i => Math.Abs(sums[i])).Take(CellExplanation.MostTerms).Order()];
        double total = sums.Sum() + (bias ?? 0);
        return new CellExplanation
        {
            Kind = ExplanationKind.Sum,
            Text = text,
            Terms = [.. listed.Select(term)],
            Omitted = listed.Length == sums.Count
                ? null
                : new OmittedTerms(sums.Count - listed.Length, sums.Sum() - listed.Sum(i => sums[i])),
            Bias = bias,
            Sum = total,
            Single = Rounded(finish?.Invoke(total) ?? total),
            Value = value,
        };
    }

    /// <summary>A function of a few values.</summary>
    /// <param name="text">The arithmetic as a sentence.</param>
    /// <param name="terms">The values.</param>
    /// <param name="result">The result, before it is rounded.</param>
    public CellExplanation Function(string text, IReadOnlyList<CellTerm> terms, double result) => new()
    {
        Kind = ExplanationKind.Function,
        Text = text,
        Terms = terms,
        Single = Rounded(result),
        Value = value,
    };

    private static long[] With(long[] cell, int axis, long position)
    {
        long[] copy = [.. cell];
        copy[axis] = position;
        return copy;
    }

    private static long Ravel(IReadOnlyList<long> index, Shape shape) =>
        index.Select((position, axis) => (position, axis)).Aggregate(0L, (element, at) => (element * shape[at.axis]) + at.position);

    private static long[] Unravel(long element, Shape shape)
    {
        long[] index = new long[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
            (element, index[axis]) = Math.DivRem(element, shape[axis]);
        return index;
    }
}
