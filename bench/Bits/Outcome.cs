namespace Fovea.Bench.Bits;

/// <summary>The result of a build, or the type and message of the exception by which it refused.</summary>
internal sealed record Outcome<T>(T? Value, string? Refusal);

/// <summary>Creates outcomes.</summary>
internal static class Outcome
{
    /// <summary>Converts exceptions of the engine to refusals. Exceptions because of another public interface are passed on.</summary>
    public static Outcome<T> Of<T>(Func<T> attempt)
    {
        try
        {
            return new Outcome<T>(attempt(), null);
        }
        catch (Exception error) when (error is not (MissingMemberException or TypeLoadException))
        {
            return new Outcome<T>(default, $"{error.GetType().Name}: {error.Message}");
        }
    }
}
