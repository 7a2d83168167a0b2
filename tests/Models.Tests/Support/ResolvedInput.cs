using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;

namespace Fovea.Models.Tests.Support;

/// <summary>The pre-processing of an input by its declared shape alone, without a graph.</summary>
internal static class ResolvedInput
{
    /// <summary>
    /// Decides every setting of a float32 input. Null when that is not a batch of images, or when its channels are open and the folder does
    /// not say them.
    /// </summary>
    /// <exception cref="ModelPackageException">The folder's settings contradict each other or the input.</exception>
    public static ResolvedPreprocessing? Of(ModelPackage package, SymbolicShape shape) =>
        shape.Rank == 4
        && ImageInput.TryRead(new ModelValue("image", ElementType.Float32, shape), package.Preprocessing, _ => true) is { } input
            ? PreprocessingResolver.Decide(package, input, [])
            : null;
}
