namespace Fovea.Models.Serving;

/// <summary>The answer for one image.</summary>
/// <param name="Id">The image's id in the image store; null where it is not kept.</param>
/// <param name="Name">The file's name; null where it has none.</param>
/// <param name="Answer">The answer of the model's task, of the type <see cref="Tasks.ImageTask.AnswerType"/>.</param>
public sealed record ImageAnswer(string? Id, string? Name, object Answer)
{
    /// <summary>How it came about, of the type <see cref="Tasks.ImageTask.TraceType"/>; null where nobody asked.</summary>
    public object? Trace { get; init; }

    /// <summary>The answer in the form that was asked for; null where it is drawn on the image, or nobody asked.</summary>
    internal byte[]? Encoded { get; init; }
}
