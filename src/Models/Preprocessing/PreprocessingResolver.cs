using Fovea.Inference;
using Fovea.Models.Packages;

namespace Fovea.Models.Preprocessing;

/// <summary>Merges what a model folder says, what the graph's input says, and the defaults.</summary>
public static class PreprocessingResolver
{
    /// <summary>Decides every setting; null when the input is no image: not of rank 4, or with neither 1 nor 3 channels.</summary>
    /// <exception cref="ModelPackageException">The folder's settings contradict each other or the graph's input.</exception>
    public static ResolvedPreprocessing? Resolve(ModelPackage package, SymbolicShape inputShape) => throw new NotImplementedException();
}
