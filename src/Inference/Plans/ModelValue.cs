namespace Fovea.Inference;

/// <summary>An input or output of a model as the file declares it.</summary>
/// <param name="Name">The ONNX value name.</param>
/// <param name="ElementType">The element type.</param>
/// <param name="Shape">The declared shape; dynamic extents are symbolic.</param>
public sealed record ModelValue(string Name, ElementType ElementType, SymbolicShape Shape);
