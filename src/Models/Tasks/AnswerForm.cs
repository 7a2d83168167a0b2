using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>A form in which the answer for one image can be sent, beside JSON. Immutable.</summary>
public sealed class AnswerForm
{
    private readonly Func<object, TaskArguments, CancellationToken, byte[]>? _encode;

    private AnswerForm(
        string name, string mediaType, string description, Func<object, TaskArguments, CancellationToken, byte[]>? encode)
    {
        Name = name;
        MediaType = mediaType;
        Description = description;
        _encode = encode;
    }

    /// <summary>The answer drawn on the picture that was sent (<see cref="TaskModel.Marks"/>), as PNG.</summary>
    public static AnswerForm Drawn { get; } = new("png", MediaTypes.Png, "The image with the answer drawn on it.", null);

    /// <summary>The form's name in <c>?format=</c>.</summary>
    public string Name { get; }

    /// <summary>The media type of what is sent.</summary>
    public string MediaType { get; }

    /// <summary>What is sent, as a sentence for the documentation.</summary>
    public string Description { get; }

    /// <summary>Whether the answer is drawn on the picture that was sent.</summary>
    internal bool IsDrawn => _encode is null;

    /// <summary>A form that is made of the answer alone.</summary>
    /// <typeparam name="T">The type of the task's answers.</typeparam>
    /// <param name="name">Its name in <c>?format=</c>.</param>
    /// <param name="mediaType">The media type of what is sent.</param>
    /// <param name="description">What is sent, as a sentence for the documentation.</param>
    /// <param name="encode">
    /// Makes the bytes of an answer, under the parameters of the request, until it is cancelled; throws a
    /// <see cref="ServingException"/> where the form cannot hold it.
    /// </param>
    public static AnswerForm Of<T>(
        string name, string mediaType, string description, Func<T, TaskArguments, CancellationToken, byte[]> encode)
        where T : class =>
        new(name, mediaType, description, (answer, arguments, cancellation) => encode((T)answer, arguments, cancellation));

    /// <summary>The bytes of an answer.</summary>
    /// <exception cref="ServingException">The form cannot hold this answer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal byte[] Encode(object answer, TaskArguments arguments, CancellationToken cancellation) =>
        _encode?.Invoke(answer, arguments, cancellation) ?? throw new InvalidOperationException("It is drawn on the picture.");
}
