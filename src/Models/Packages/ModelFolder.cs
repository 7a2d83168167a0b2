namespace Fovea.Models.Packages;

/// <summary>What was found under a folder of models.</summary>
/// <param name="Models">The models, by name (ordinal), then the highest version first.</param>
/// <param name="Warnings">What was passed over, and why.</param>
public sealed record ModelFolderListing(IReadOnlyList<ModelLocation> Models, IReadOnlyList<string> Warnings);

/// <summary>Finds models on disk: <c>NAME/model.onnx</c>, <c>NAME/VERSION/model.onnx</c> and <c>NAME.onnx</c>. Links that lead out of the folder are not followed.</summary>
public static class ModelFolder
{
    /// <summary>Lists the models under <paramref name="root"/>. Nothing is opened; a broken model does not hide the others.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static ModelFolderListing Discover(string root) => throw new NotImplementedException();
}
