namespace Fovea.Models.Postprocessing;

/// <summary>
/// COCO's run lengths: how many pixels outside, inside, outside and so on follow each other, down the columns, the first column first
/// (cocoapi, <c>common/maskApi.h</c>).
/// </summary>
internal sealed class RunLengths
{
    private readonly List<int> _counts = [];
    private int _end;

    /// <summary>The number of pixels inside.</summary>
    public int Pixels { get; private set; }

    /// <summary>The runs; all of them after <see cref="End"/>.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>Adds pixels inside, which come after those that were added.</summary>
    /// <param name="at">The index of the first one, down the columns.</param>
    /// <param name="count">How many there are, 1 or more.</param>
    public void Add(int at, int count = 1)
    {
        Pixels += count;
        if (at == _end && _counts.Count > 0)
            _counts[^1] += count;
        else
            _counts.AddRange([at - _end, count]);
        _end = at + count;
    }

    /// <summary>Adds what is outside after the last pixel.</summary>
    /// <param name="pixels">The number of pixels of the picture.</param>
    public void End(int pixels)
    {
        if (pixels > _end)
            _counts.Add(pixels - _end);
    }
}
