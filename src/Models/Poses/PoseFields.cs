using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Poses;

/// <summary>What a network says of one picture's parts. Positions are in pixels of its input.</summary>
internal readonly ref struct PoseFields
{
    // How often a part that an edge leads to is looked for anew from where it was found.
    private const int Refinements = 2;

    private readonly ScoreMaps _offsets;
    private readonly ScoreMaps _forward;
    private readonly ScoreMaps _backward;
    private readonly float[] _scores;
    private readonly int _stride;

    /// <param name="heatmaps">How much each cell is each part.</param>
    /// <param name="isProbability">Whether these are probabilities, else logits.</param>
    /// <param name="offsets">Where each part is from its cell.</param>
    /// <param name="forward">Where the child of each edge is from its parent.</param>
    /// <param name="backward">Where the parent of each edge is from its child.</param>
    /// <param name="stride">The pixels of the input between two cells.</param>
    /// <exception cref="InferenceException">A value of the heat maps is not a number.</exception>
    public PoseFields(
        ScoreMaps heatmaps, bool isProbability, ScoreMaps offsets, ScoreMaps forward, ScoreMaps backward, int stride)
    {
        _offsets = offsets;
        _forward = forward;
        _backward = backward;
        _stride = stride;
        (Width, Height) = (heatmaps.Width, heatmaps.Height);
        _scores = new float[Width * Height * PoseParts.Names.Count];
        for (int i = 0; i < _scores.Length; i++)
        {
            (int cell, int part) = Math.DivRem(i, PoseParts.Names.Count);
            float value = heatmaps[part, cell % Width, cell / Width];
            if (float.IsNaN(value))
                throw new InferenceException("A value of the network's heat maps is not a number (NaN).");
            _scores[i] = isProbability ? value : 1 / (1 + MathF.Exp(-value));
        }
    }

    /// <summary>The columns of cells.</summary>
    public int Width { get; }

    /// <summary>The rows of cells.</summary>
    public int Height { get; }

    /// <summary>How much a cell is a part, from 0 to 1.</summary>
    public float Score(int part, int x, int y) => _scores[(((y * Width) + x) * PoseParts.Names.Count) + part];

    /// <summary>The part in a cell.</summary>
    public PosePoint At(int part, int x, int y) =>
        new((x * _stride) + _offsets[part + PoseParts.Names.Count, x, y], (y * _stride) + _offsets[part, x, y], Score(part, x, y));

    /// <summary>The part at the other end of an edge.</summary>
    /// <param name="from">The part where the edge begins.</param>
    /// <param name="edge">The edge.</param>
    /// <param name="isForward">Whether it leads to the child, else to the parent.</param>
    public PosePoint Follow(PosePoint from, int edge, bool isForward)
    {
        ScoreMaps displacements = isForward ? _forward : _backward;
        (int parent, int child) = PoseParts.Edges[edge];
        int part = isForward ? child : parent;
        (int x, int y) = Nearest(from.X, from.Y);
        (double column, double row) = (from.X + displacements[edge + PoseParts.Edges.Count, x, y], from.Y + displacements[edge, x, y]);
        for (int i = 0; i < Refinements; i++)
        {
            (x, y) = Nearest(column, row);
            PosePoint found = At(part, x, y);
            (column, row) = (found.X, found.Y);
        }

        (x, y) = Nearest(column, row);
        return new PosePoint(column, row, Score(part, x, y));
    }

    // Halves go up.
    private (int X, int Y) Nearest(double x, double y) => (Cell(x, Width), Cell(y, Height));

    private int Cell(double position, int cells) => (int)Math.Clamp(Math.Floor((position / _stride) + 0.5), 0, cells - 1);
}
