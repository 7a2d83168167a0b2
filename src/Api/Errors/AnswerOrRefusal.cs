using Fovea.Models.FeatureMaps;

namespace Fovea.Api.Errors;

/// <summary>
/// What a job has made for a request: the answer, or why there is none. A job that throws has failed; a request that is refused while its
/// answer is made has not.
/// </summary>
/// <typeparam name="T">The kind of answer.</typeparam>
internal sealed class AnswerOrRefusal<T>
    where T : class
{
    private readonly T? _answer;
    private readonly ApiException? _refusal;

    private AnswerOrRefusal(T? answer, ApiException? refusal) => (_answer, _refusal) = (answer, refusal);

    /// <summary>The answer.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public T Answer => _answer ?? throw _refusal!;

    /// <summary>Makes the answer. A picture that would be too large is a refusal.</summary>
    public static AnswerOrRefusal<T> Of(Func<T> make)
    {
        try
        {
            return new AnswerOrRefusal<T>(make(), null);
        }
        catch (ApiException e)
        {
            return new AnswerOrRefusal<T>(null, e);
        }
        catch (PictureTooLargeException e)
        {
            return new AnswerOrRefusal<T>(null, new ApiException(ErrorCodes.InvalidParameter, e.Message, e));
        }
    }
}
