namespace Fovea.Models.Serving;

/// <summary>The answer for one image.</summary>
/// <param name="Id">Under which the image store keeps the image; null where it does not.</param>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Answer">What the model's task makes of the image, of the task's <see cref="Tasks.ImageTask.AnswerType"/>.</param>
public sealed record ImageAnswer(string? Id, string? Name, object Answer);
