namespace Fovea.Models.Detectors;

/// <summary>One way in which networks write boxes: declared in one file and listed in <c>DetectorLayouts</c>.</summary>
internal abstract class DetectorLayout
{
    /// <summary>The name, as <c>fovea.json</c> writes it.</summary>
    public abstract string Name { get; }

    /// <summary>The form of the outputs, for messages: <c>[N,4+C,cells]</c>.</summary>
    public abstract string Form { get; }

    /// <summary>How pictures are prepared where no file says it, as fields of <c>fovea.json</c>; null where it is not known.</summary>
    public virtual string? Preparation => null;

    /// <summary>The same where the graph leaves the size of pictures open, and no file says it.</summary>
    public virtual string? OpenPreparation => Preparation;

    /// <summary>
    /// The width and height of pictures in pixels where the graph leaves them open and no file says them; null where it does not know them.
    /// </summary>
    public virtual (int Width, int Height)? Sides => null;

    /// <summary>What becomes of the boxes where no file says it.</summary>
    public abstract DetectionRules Rules { get; }

    /// <summary>
    /// The boxes of a network that is written in this layout; null where it is not. The extents of outputs may not all be known: it is
    /// asked for the preparation of pictures before shapes are, and again when they are.
    /// </summary>
    public abstract Detector? Recognize(DetectorGraph graph, DetectorSettings settings);
}
