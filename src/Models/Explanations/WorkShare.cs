namespace Fovea.Models.Explanations;

/// <summary>Who does the work of an explanation, one piece after the other.</summary>
public abstract class WorkShare
{
    /// <summary>Does a piece of work.</summary>
    /// <param name="work">
    /// Is given the most threads that it may use, and a token that ends it. It may be done again where it was ended, so it changes nothing
    /// before its run has ended.
    /// </param>
    public abstract Task<T> DoAsync<T>(Func<int, CancellationToken, T> work);
}
