namespace Fovea.Models.Bundled;

/// <summary>The models that ship with Fovea: a model folder like any other, copied beside the program.</summary>
public static class BundledModels
{
    /// <summary>The model that answers when the user has none.</summary>
    public const string Default = "digits";

    /// <summary>The folder to discover them in; it holds <c>digits/model.onnx</c> and what belongs to it.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Bundled");
}
