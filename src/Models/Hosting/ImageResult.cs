using Fovea.Models.Postprocessing;

namespace Fovea.Models.Hosting;

/// <summary>The answer for one image.</summary>
/// <param name="Id">Under which the image store keeps the image; null where it does not.</param>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Predictions">The most probable classes, the most probable first.</param>
public sealed record ImageResult(string? Id, string? Name, IReadOnlyList<Prediction> Predictions);
