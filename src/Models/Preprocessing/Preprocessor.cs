using Fovea.Models.Imaging;

namespace Fovea.Models.Preprocessing;

/// <summary>Turns images into input tensors, bit for bit as Pillow, torchvision and numpy do. Immutable and thread-safe; allocates nothing in steady state.</summary>
public sealed class Preprocessor
{
    /// <summary>Prepares the tables for a specification.</summary>
    public Preprocessor(PreprocessingSpec spec) => Spec = spec;

    /// <summary>What this preprocessor does.</summary>
    public PreprocessingSpec Spec { get; }

    /// <summary>Writes one image into its slice of a batch: <see cref="PreprocessingSpec.ElementCount"/> values, [C,H,W] or [H,W,C].</summary>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Run(DecodedImage image, Span<float> destination) => throw new NotImplementedException();
}
