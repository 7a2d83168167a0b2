namespace Fovea.Models.Bundled;

/// <summary>The models that ship with Fovea: an ordinary model folder beside the program.</summary>
public static class BundledModels
{
    /// <summary>The default model when the user has none.</summary>
    public const string Default = "digits";

    /// <summary>The folder, which has <c>digits/model.onnx</c> and the files that belong to it.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Bundled");
}
