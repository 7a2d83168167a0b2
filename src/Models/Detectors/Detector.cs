using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors;

/// <summary>The boxes of one network: which outputs have them, and how they are read. Immutable and thread-safe.</summary>
internal abstract class Detector
{
    /// <summary>The outputs that are read, in the order of <see cref="Read"/>.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The number of classes; null where the outputs do not tell.</summary>
    public required int? Classes { get; init; }

    /// <summary>The layout's rules with what depends on the network.</summary>
    public virtual DetectionRules Adapt(DetectionRules rules) => rules;

    /// <summary>Reads the boxes of one image.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="into">Gets those whose score is enough.</param>
    /// <exception cref="InferenceException">A number is not finite.</exception>
    public abstract void Read(ImageOutputs outputs, BoxCandidates into);

    /// <summary>The key points of a box; null where the network gives none.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="box">The box.</param>
    public virtual IReadOnlyList<BoxPoint>? Points(ImageOutputs outputs, BoxCandidate box) => null;

    /// <summary>A box as the network rotates it; null where it rotates none.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="box">The box.</param>
    public virtual RotatedBox? Rotated(ImageOutputs outputs, BoxCandidate box) => null;

    /// <summary>Which of <see cref="Outputs"/> has the maps [P,rows,columns] that masks are sums of; null where none has.</summary>
    public virtual int? Prototypes => null;

    /// <summary>How much of each map the mask of a box has.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="box">The box.</param>
    public virtual ReadOnlySpan<float> Coefficients(ImageOutputs outputs, BoxCandidate box) => [];
}

/// <summary>A key point of a box.</summary>
/// <param name="X">The column, in pixels of the input.</param>
/// <param name="Y">The row.</param>
/// <param name="Score">How sure the network is that it is visible, from 0 to 1; null where it does not say.</param>
internal readonly record struct BoxPoint(float X, float Y, float? Score);
