using Fovea.Inference;

namespace Fovea.Models.Detectors;

/// <summary>Collects the boxes whose score is enough.</summary>
/// <param name="threshold">The least score.</param>
/// <param name="isInclusive">Whether a score that equals it is enough.</param>
/// <param name="background">The class that is no answer; null where there is none.</param>
internal sealed class BoxCandidates(float threshold, bool isInclusive, int? background = null)
{
    /// <summary>What to look at where numbers are not finite.</summary>
    public const string Advice = "Is the model complete, and the picture prepared as in its training?";

    private readonly List<BoxCandidate> _boxes = [];

    /// <summary>Whether boxes that are not finite are left out, which are an error otherwise.</summary>
    public bool LeavesOut { get; init; }

    /// <summary>Ends the reading of boxes.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The boxes that were added.</summary>
    public IReadOnlyList<BoxCandidate> Boxes => _boxes;

    /// <summary>Whether a score is enough. One that is not a number is: adding it is the error.</summary>
    public bool Passes(float score) => isInclusive ? !(score < threshold) : !(score <= threshold);

    /// <summary>The same of a class, which must not be the background.</summary>
    public bool Passes(float score, int index) => index != background && Passes(score);

    /// <summary>The class that a network writes as a number.</summary>
    /// <exception cref="InferenceException">It is not finite.</exception>
    public static int ClassOf(float number) => float.IsFinite(number)
        ? (int)number
        : throw new InferenceException($"The class of one of the network's boxes is {number}; a finite number was expected.");

    /// <summary>Adds a box given by two corners, unless it is of the background.</summary>
    /// <exception cref="InferenceException">A number of it is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void AddCorners(float x1, float y1, float x2, float y2, float score, int index, int cell)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!float.IsFinite(score) || !float.IsFinite(x1 + y1 + x2 + y2))
        {
            if (LeavesOut)
                return;
            throw new InferenceException(
                $"The network's box {cell} is ({x1}, {y1}, {x2}, {y2}) with the score {score}; finite numbers were expected. " +
                Advice);
        }

        if (index != background)
            _boxes.Add(new BoxCandidate(x1, y1, x2, y2, score, index, cell));
    }

    /// <summary>Adds a rotated box by what it covers without its rotation, unless it is of the background.</summary>
    /// <exception cref="InferenceException">A number of it is not finite.</exception>
    public void AddRotated(RotatedBox box, float score, int index, int cell)
    {
        if (!double.IsFinite(box.Angle))
        {
            throw new InferenceException(
                $"The angle of the network's box {cell} is {box.Angle}; a finite number was expected. {Advice}");
        }

        AddCentre((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height, score, index, cell);
    }

    /// <summary>Adds a box given by its centre and its size, unless it is of the background.</summary>
    /// <exception cref="InferenceException">A number of it is not finite.</exception>
    public void AddCentre(float x, float y, float width, float height, float score, int index, int cell)
    {
        float halfWidth = width / 2, halfHeight = height / 2;
        AddCorners(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, index, cell);
    }
}
